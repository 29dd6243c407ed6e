package io.mesosbridge.kafka;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mesosbridge.sandbox.kafka.SandboxBroker;
import io.mesosbridge.sandbox.mesos.SimulatedCluster;
import io.mesosbridge.sandbox.process.BridgeLauncher;
import io.mesosbridge.sandbox.process.BridgeProcess;
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

  @TempDir private Path temporary;

  @Test
  void commandsMayBeCompressedInEveryWay() throws Exception {
    try (SandboxBroker kafka = SandboxBroker.create().start();
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
      Set<String> accepted = new TreeSet<>();
      await()
          .atMost(ofSeconds(90))
          .untilAsserted(
              () -> {
                results.poll(ofSeconds(1)).forEach(record -> accepted.add(record.key()));
                assertThat(accepted).as(bridge.logTail()).isEqualTo(CODECS);
              });
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
    try (SandboxBroker kafka = SandboxBroker.create().start();
        SimulatedCluster mesos = SimulatedCluster.builder().start();
        BridgeProcess bridge =
            BridgeLauncher.between(mesos.url(), kafka.bootstrapServers())
                .with("org.xerial.snappy.tempdir", snappy.toString())
                .with("ZstdTempFolder", missing.toString())
                .start()) {

      // When
      bridge.awaitReady(ofSeconds(90));

      // Then
      assertThat(snappy).isNotEmptyDirectory();
      assertThat(bridge.logTail())
          .contains("compressed with zstd cannot be read", " and ZstdTempFolder=" + missing);
    }
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
      producer.send(new ProducerRecord<>("mesos.commands", codec, command)).get();
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
