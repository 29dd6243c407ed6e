package io.mesosbridge.app;

import io.mesosbridge.sandbox.kafka.SandboxBroker;
import io.mesosbridge.sandbox.mesos.SimulatedCluster;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.util.Map;

/** A broker and a cluster for the bridge that runs inside the test. */
public final class Surroundings implements QuarkusTestResourceLifecycleManager {

  private SandboxBroker kafka;
  private SimulatedCluster mesos;

  @Override
  public Map<String, String> start() {
    kafka = SandboxBroker.create().start();
    mesos = SimulatedCluster.builder().agents(2).start();
    return Map.of(
        "kafka.bootstrap.servers",
        kafka.bootstrapServers(),
        "bridge.mesos.masters",
        mesos.url(),
        // two JVMs run such tests beside each other
        "quarkus.http.test-port",
        "0",
        "quarkus.management.test-port",
        "0");
  }

  @Override
  public void stop() {
    if (mesos != null) {
      mesos.close();
    }
    if (kafka != null) {
      kafka.close();
    }
  }
}
