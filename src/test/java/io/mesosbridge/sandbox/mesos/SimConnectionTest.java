package io.mesosbridge.sandbox.mesos;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SimConnectionTest {

  private static final String PATH = "/api/v1/scheduler";
  private static final Duration LATENCY = Duration.ofMillis(2);

  private static final class Heard implements SimExchange {
    private final List<String> all = new ArrayList<>();
    private String streamId;

    @Override
    public void answered(int status, Map<String, String> headers, String text) {
      all.add((status + " " + text).trim());
    }

    @Override
    public void opened(int status, Map<String, String> headers) {
      streamId = headers.get("Mesos-Stream-Id");
      all.add("opened");
    }

    @Override
    public void event(byte[] json) {
      all.add(read(json).path("type").asText());
    }

    @Override
    public void ended() {
      all.add("ended");
    }

    @Override
    public void broken(String why) {
      all.add(why);
    }
  }

  private static JsonNode read(byte[] json) {
    try {
      return SimJson.MAPPER.readTree(json);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private final VirtualLoop loop = new VirtualLoop(1, Instant.EPOCH);
  private final SimulatedCluster cluster = SimulatedCluster.builder().masters(2).loop(loop).start();
  private final SimConnection connection = cluster.connect(0, LATENCY);

  private Heard post(SimConnection by, String streamId, ObjectNode call) {
    Heard heard = new Heard();
    Map<String, String> headers =
        streamId.isEmpty()
            ? Map.of("content-type", "application/json")
            : Map.of("content-type", "application/json", "mesos-stream-id", streamId);
    by.post(PATH, headers, SimJson.bytes(call), heard);
    return heard;
  }

  private Heard subscribe() {
    ObjectNode call = SimJson.object().put("type", "SUBSCRIBE");
    ObjectNode info = TestFramework.info();
    info.set("id", SimJson.id("f"));
    call.set("framework_id", SimJson.id("f"));
    call.putObject("subscribe").set("framework_info", info);
    Heard heard = post(connection, "", call);
    pass(Duration.ofMillis(10));
    return heard;
  }

  private static ObjectNode call(String type) {
    ObjectNode call = SimJson.object().put("type", type);
    call.set("framework_id", SimJson.id("f"));
    call.putObject(type.toLowerCase(Locale.ROOT));
    return call;
  }

  private void pass(Duration time) {
    loop.runUntil(loop.nowMillis() + time.toMillis());
  }

  @Test
  void bringsAStreamAndTakesCalls() {
    // When
    Heard stream = subscribe();
    Heard answer = post(connection, stream.streamId, call("REVIVE"));
    pass(Duration.ofSeconds(2));

    // Then
    assertThat(stream.all).containsExactly("opened", "SUBSCRIBED", "HEARTBEAT", "OFFERS");
    assertThat(answer.all).containsExactly("202");
  }

  @Test
  void tellsOfRedirectsAndRefusals() {
    // When
    Heard other = post(cluster.connect(1, LATENCY), "", call("REVIVE"));
    Heard unknown = post(connection, "", call("REVIVE"));
    pass(Duration.ofMillis(10));

    // Then
    assertThat(other.all).containsExactly("307");
    assertThat(unknown.all).containsExactly("400 Framework cannot be found");
  }

  @Test
  void aCutStreamIsToldAsBroken() {
    // Given
    Heard stream = subscribe();

    // When
    cluster.faults().cutStreams();
    pass(Duration.ofMillis(10));

    // Then
    assertThat(stream.all).endsWith("connection reset");
    assertThat(connection.isOpen()).isFalse();
  }

  @Test
  void aFrozenStreamKeepsItsEventsInOrder() {
    // Given
    Heard stream = subscribe();
    cluster.faults().freezeStreams();
    cluster.faults().sendUnknownEvent();
    pass(Duration.ofSeconds(2));
    List<String> before = List.copyOf(stream.all);

    // When
    cluster.faults().thawStreams();
    pass(Duration.ofMillis(10));

    // Then
    assertThat(before).doesNotContain("FROM_THE_FUTURE");
    assertThat(stream.all).endsWith("FROM_THE_FUTURE");
  }

  @Test
  void whatAClosedClientHasSentStillArrives() {
    // Given
    Heard stream = subscribe();

    // When
    Heard answer = post(connection, stream.streamId, call("REVIVE"));
    connection.close();
    pass(Duration.ofSeconds(2));

    // Then
    assertThat(cluster.ledger().calls("REVIVE"))
        .extracting(SimConnectionTest::status)
        .containsExactly(202);
    assertThat(answer.all).isEmpty();
    assertThat(stream.all).containsExactly("opened", "SUBSCRIBED", "HEARTBEAT", "OFFERS");
  }

  private static int status(Ledger.Call call) {
    return call.status();
  }

  @Test
  void aDroppedCallIsCarriedOutOrNot() {
    // Given
    Heard stream = subscribe();
    cluster.faults().dropNextCalls(1, "REVIVE", false);

    // When
    Heard answer = post(connection, stream.streamId, call("REVIVE"));
    pass(Duration.ofMillis(10));

    // Then
    assertThat(answer.all).containsExactly("connection reset");
    assertThat(cluster.ledger().calls("REVIVE"))
        .extracting(SimConnectionTest::status)
        .containsExactly(0);
  }

  @Test
  void nobodyListensAtADeadMaster() {
    // Given
    cluster.faults().masters().killLeader();

    // When
    Heard answer = post(connection, "", call("REVIVE"));
    pass(Duration.ofMillis(10));

    // Then
    assertThat(answer.all).containsExactly("connection refused");
  }

  @Test
  void oneSeedGivesOneRun() {
    assertThat(run(3)).isEqualTo(run(3)).isNotEqualTo(run(4));
  }

  private static String run(long seed) {
    VirtualLoop loop = new VirtualLoop(seed, Instant.EPOCH);
    try (SimulatedCluster cluster = SimulatedCluster.builder().loop(loop).start()) {
      ObjectNode call = SimJson.object().put("type", "SUBSCRIBE");
      call.putObject("subscribe").set("framework_info", TestFramework.info());
      Heard heard = new Heard();
      cluster
          .connect(0, LATENCY)
          .post(PATH, Map.of("Content-Type", "application/json"), SimJson.bytes(call), heard);
      loop.runUntil(5_000);
      return heard.streamId + cluster.ledger().events();
    }
  }
}
