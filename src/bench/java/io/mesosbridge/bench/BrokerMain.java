package io.mesosbridge.bench;

import io.mesosbridge.sandbox.kafka.SandboxBroker;
import java.io.IOException;

/** A broker as a process of its own; answers any order with its address. */
final class BrokerMain {

  private BrokerMain() {}

  public static void main(String[] arguments) throws IOException {
    try (SandboxBroker broker = SandboxBroker.create().start()) {
      Child.serve(order -> broker.bootstrapServers());
    }
  }
}
