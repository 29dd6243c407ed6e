package io.mesosbridge.kafka;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mesosbridge.sandbox.kafka.SandboxBroker;
import io.mesosbridge.sandbox.mesos.SimulatedCluster;
import io.mesosbridge.sandbox.process.BridgeLauncher;
import io.mesosbridge.sandbox.process.BridgeProcess;
import io.mesosbridge.testkit.KafkaAdmin;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Producers choose how commands are compressed, so the bridge has to read all of it. */
class CodecsIT {

  private static final Set<String> CODECS = Set.of("none", "gzip", "snappy", "lz4", "zstd");

  private static final String COMMANDS = "mesos.commands";

  @TempDir private Path temporary;

  @Test
  void commandsMayBeCompressedInEveryWay() throws Exception {
    try (SandboxBroker kafka = keepingCodecs();
        SimulatedCluster mesos = SimulatedCluster.builder().start();
        BridgeProcess bridge =
            BridgeLauncher.between(mesos.url(), kafka.bootstrapServers())
                .with("java.io.tmpdir", temporary.toString())
                .start();
        KafkaConsumer<String, String> results = results(kafka)) {
      // Given
      bridge.awaitReady(ofSeconds(90));

      // When
      for (String codec : CODECS) {
        send(kafka, codec);
      }

      // Then
      awaitResults(results, bridge, CODECS);
      // and nothing that another process may write over, or that a killed one leaves behind
      assertThat(libraries()).isEmpty();
    }
  }

  @Test
  void anOperatorsFoldersAreTaken() throws Exception {
    // Given
    Path snappy = Files.createDirectory(temporary.resolve("for-snappy"));
    // zstd takes its library away once that is loaded, so what is missing shows who was asked
    Path missing = temporary.resolve("for-zstd");
    try (SandboxBroker kafka = keepingCodecs();
        SimulatedCluster mesos = SimulatedCluster.builder().start();
        BridgeProcess bridge =
            BridgeLauncher.between(mesos.url(), kafka.bootstrapServers())
                .with("org.xerial.snappy.tempdir", snappy.toString())
                .with("ZstdTempFolder", missing.toString())
                .start();
        KafkaConsumer<String, String> results = results(kafka)) {
      bridge.awaitReady(ofSeconds(90));
      assertThat(snappy).isNotEmptyDirectory();
      assertThat(bridge.logTail())
          .contains("compressed with zstd cannot be read", " and ZstdTempFolder=" + missing);

      // When
      send(kafka, "snappy");
      send(kafka, "zstd");
      send(kafka, "none");

      // Then what a codec keeps from being read is told until it is gone
      await()
          .atMost(ofSeconds(90))
          .until(
              () -> bridge.get("/api/v1/status").body().contains("from offset 1 on are not read"));
      assertThat(bridge.get("/api/v1/status").body())
          .contains("zstd", " and ZstdTempFolder=" + missing, "not mounted with noexec");
      assertThat(bridge.get("/q/health/ready").statusCode()).isEqualTo(503);
      new KafkaAdmin(kafka.bootstrapServers()).deleteBefore(COMMANDS, 2);
      awaitResults(results, bridge, Set.of("snappy", "none"));
      bridge.awaitReady(ofSeconds(90));
    }
  }

  /** As operators may have it: a topic that the bridge makes has its broker unpack what it gets. */
  private static SandboxBroker keepingCodecs() {
    SandboxBroker kafka = SandboxBroker.create().start();
    new KafkaAdmin(kafka.bootstrapServers())
        .create(COMMANDS, 1, Map.of("compression.type", "producer"));
    return kafka;
  }

  private static void awaitResults(
      KafkaConsumer<String, String> results, BridgeProcess bridge, Set<String> wanted) {
    Set<String> accepted = new TreeSet<>();
    await()
        .atMost(ofSeconds(90))
        .untilAsserted(
            () -> {
              results.poll(ofSeconds(1)).forEach(record -> accepted.add(record.key()));
              assertThat(accepted).as(bridge.logTail()).isEqualTo(wanted);
            });
  }

  private List<Path> libraries() throws IOException {
    try (Stream<Path> files = Files.walk(temporary)) {
      return files.filter(file -> file.toString().matches(".*(snappy|zstd|codecs).*")).toList();
    }
  }

  private static void send(SandboxBroker kafka, String codec) throws Exception {
    Map<String, Object> settings =
        Map.of("bootstrap.servers", kafka.bootstrapServers(), "compression.type", codec);
    try (var producer =
        new KafkaProducer<>(settings, new StringSerializer(), new StringSerializer())) {
      String command = "{\"id\":\"" + codec + "\",\"type\":\"SUPPRESS\"}" + " ".repeat(1_000);
      producer.send(new ProducerRecord<>(COMMANDS, codec, command)).get();
    }
  }

  private static KafkaConsumer<String, String> results(SandboxBroker kafka) {
    Map<String, Object> settings =
        Map.of(
            "bootstrap.servers",
            kafka.bootstrapServers(),
            "group.id",
            "codecs",
            "metadata.max.age.ms",
            500,
            "auto.offset.reset",
            "earliest");
    var consumer =
        new KafkaConsumer<>(settings, new StringDeserializer(), new StringDeserializer());
    consumer.subscribe(Set.of("mesos.command-results"));
    return consumer;
  }
}
