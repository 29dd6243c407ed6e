package io.mesosbridge.commands;

/** What commands can do to the subscription. */
public interface Lifecycle {

  /**
   * TEARDOWN was taken: the stream ends, and that is as it should be.
   *
   * @param remembered told once Kafka knows, so that no result says so before
   */
  void tornDown(Runnable remembered);

  /** SUBSCRIBE: register a new framework in place of the one that is gone. */
  void registerAnew();
}
