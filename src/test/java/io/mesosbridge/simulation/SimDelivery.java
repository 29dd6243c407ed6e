package io.mesosbridge.simulation;

import io.mesosbridge.sandbox.mesos.SimExchange;
import java.util.Map;

/** Brings what becomes of a request to a master as the process takes it. */
record SimDelivery(Mailbox mailbox, SimExchange exchange) implements SimExchange {

  @Override
  public void answered(int status, Map<String, String> headers, String text) {
    mailbox.deliverFromAfar(() -> exchange.answered(status, headers, text));
  }

  @Override
  public void opened(int status, Map<String, String> headers) {
    mailbox.deliverFromAfar(() -> exchange.opened(status, headers));
  }

  @Override
  public void event(byte[] json) {
    mailbox.deliverFromAfar(() -> exchange.event(json));
  }

  @Override
  public void ended() {
    mailbox.deliverFromAfar(exchange::ended);
  }

  @Override
  public void broken(String why) {
    mailbox.deliverFromAfar(() -> exchange.broken(why));
  }
}
