package io.mesosbridge.simulation;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.mesosbridge.sandbox.mesos.SimExchange;
import java.time.Duration;
import java.util.Map;

/** A framework that stays subscribed, whoever leads, until it is closed, and does nothing else. */
final class PlainSubscription {

  private static final Duration AGAIN = Duration.ofMillis(500);
  private static final byte[] SUBSCRIBE =
      ("{\"type\":\"SUBSCRIBE\",\"framework_id\":{\"value\":\"simulated\"},\"subscribe\":"
              + "{\"suppressed_roles\":[\"*\"],"
              + "\"framework_info\":{\"id\":{\"value\":\"simulated\"},\"user\":\"root\","
              + "\"name\":\"simulated\",\"failover_timeout\":604800}}}")
          .getBytes(UTF_8);

  private final SimProcess process;
  private SimProcess.Line line;
  private boolean stands;
  private boolean closed;

  PlainSubscription(SimProcess process) {
    this.process = process;
    subscribe(0);
  }

  boolean stands() {
    return stands;
  }

  void close() {
    closed = true;
    line.close();
  }

  private void subscribe(int master) {
    if (!closed) {
      line = process.connect(master);
      line.post(Map.of(), SUBSCRIBE, new Stream());
    }
  }

  private void again(int master) {
    if (!closed) {
      stands = false;
      line.close();
      process.after(AGAIN, () -> subscribe(master));
    }
  }

  private final class Stream implements SimExchange {
    @Override
    public void answered(int status, Map<String, String> headers, String text) {
      int named = process.masterAt(headers.getOrDefault("Location", ""));
      again(named < 0 ? 1 : named);
    }

    @Override
    public void opened(int status, Map<String, String> headers) {
      stands = !closed;
    }

    @Override
    public void event(byte[] json) {
      // it never launches anything, and has no offers
    }

    @Override
    public void ended() {
      again(0);
    }

    @Override
    public void broken(String why) {
      again(1);
    }
  }
}
