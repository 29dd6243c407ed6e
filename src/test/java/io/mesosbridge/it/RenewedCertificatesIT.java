package io.mesosbridge.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mesosbridge.sandbox.net.Certificate;
import io.mesosbridge.sandbox.process.BridgeLauncher;
import io.mesosbridge.testkit.QuickWorld;
import io.mesosbridge.testkit.TestedBridge;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Masters that know the bridge by its certificate, when all certificates change as it runs. */
class RenewedCertificatesIT {

  private static final String PASSWORD = Certificate.PASSWORD;

  @TempDir private static Path files;
  private static Certificate masters;
  private static Certificate bridges;
  private static QuickWorld world;
  private static TestedBridge bridge;

  @BeforeAll
  static void start() {
    masters = Certificate.ofLoopback(files);
    bridges = Certificate.of(files, "dns:bridge.example");
    world = QuickWorld.with(cluster -> cluster.certificate(masters).clients(bridges.pem()));
    bridge = world.bridge("renewed", RenewedCertificatesIT::secured);
  }

  @AfterAll
  static void stop() {
    bridge.close();
    world.close();
  }

  private static BridgeLauncher secured(BridgeLauncher launcher) {
    return launcher
        .with("bridge.mesos.tls-configuration-name", "mesos")
        .with("quarkus.tls.mesos.trust-store.pem.certs", masters.pem().toString())
        .with("quarkus.tls.mesos.key-store.p12.path", bridges.keyStore().toString())
        .with("quarkus.tls.mesos.key-store.p12.password", PASSWORD)
        .with("quarkus.tls.mesos.reload-period", "30s");
  }

  private static boolean nobodyListens() {
    URI master = URI.create(world.mesos().urls().get(0));
    try (Socket socket = new Socket(master.getHost(), master.getPort())) {
      return !socket.isConnected();
    } catch (IOException refused) {
      return true;
    }
  }

  @Test
  void theBridgeIsKnownByTheNewOneAndTrustsTheNewMasters() {
    // Given
    bridge.awaitState("SUBSCRIBED").run("t-1", "sleep 1000", "TASK_RUNNING");

    // When
    masters.replace(Certificate.ofLoopback(files));
    bridges.replace(Certificate.of(files, "dns:bridge.example"));
    world.mesos().faults().masters().killLeader();
    await().until(RenewedCertificatesIT::nobodyListens); // who still does, shows the old one
    world.mesos().faults().masters().restart(0);
    world.mesos().faults().masters().elect(0);

    // Then
    bridge.awaitNotice("disconnected", notice -> true);
    bridge.awaitState("SUBSCRIBED").run("t-2", "sleep 1000", "TASK_RUNNING");
    assertThat(bridge.process().logTail()).doesNotContain(PASSWORD);
  }
}
