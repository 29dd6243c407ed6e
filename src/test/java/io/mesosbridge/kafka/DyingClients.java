package io.mesosbridge.kafka;

/** What becomes of an error that a client of Kafka caught. */
public final class DyingClients {

  private DyingClients() {}

  /** Has the failure told in words. */
  public static void explain(Throwable failure) {
    KafkaTrouble.inWords(failure);
  }
}
