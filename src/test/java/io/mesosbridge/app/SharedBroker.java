package io.mesosbridge.app;

import io.mesosbridge.sandbox.kafka.SandboxBroker;

/** One broker for all tests of this package, each of which has topics of its own. */
final class SharedBroker {

  private static final SandboxBroker BROKER = SandboxBroker.create().start();

  static {
    Runtime.getRuntime().addShutdownHook(new Thread(BROKER::close));
  }

  private SharedBroker() {}

  /** Kafka is away, until {@link #comeBack}. */
  static void goAway() {
    BROKER.stop();
  }

  static void comeBack() {
    BROKER.start();
  }

  static String bootstrapServers() {
    return BROKER.bootstrapServers();
  }
}
