package io.mesosbridge.simulation;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.mesosbridge.sandbox.mesos.SimExchange;
import io.mesosbridge.testkit.JsonTree;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A world of two bridges whose doings a test decides on. */
abstract class PromisesFixture {

  final List<ScriptedBridge> bridges = new ArrayList<>();
  final BridgePromises promises = new BridgePromises();
  final SimWorld world =
      new SimWorld(
          1,
          2,
          process -> {
            bridges.add(new ScriptedBridge(process));
            return bridges.get(bridges.size() - 1);
          },
          promises,
          false);
  final List<JsonNode> events = new ArrayList<>();
  String streamId;

  @BeforeEach
  void start() {
    world.start(0);
    world.start(1);
  }

  @AfterEach
  void close() {
    world.close();
  }

  final void pass(long millis) {
    world.runUntil(world.loop().nowMillis() + millis);
  }

  final void command(String type, int id) {
    world.commands().write(new Draft(type, id, 1, 0, 60, 0), 0);
  }

  final void result(String key, String outcome, long epoch) {
    byte[] value = ("{\"outcome\":\"" + outcome + "\"}").getBytes(UTF_8);
    world.kafka().append(SimWorld.RESULTS, 0, key, value, Map.of("ce_epoch", "" + epoch));
  }

  final void state(ScriptedBridge writer, String key) {
    state(writer, key, "{}");
  }

  final void state(ScriptedBridge writer, String key, String json) {
    byte[] value = json.getBytes(UTF_8);
    world.kafka().append(SimWorld.STATE, 0, key, value, Map.of(), 0, writer.process.name());
  }

  /** Subscribes a framework by the first process, whose calls are then real ones. */
  final SimProcess.Line subscribe() {
    SimProcess.Line line = bridges.get(0).process.connect(0);
    String call =
        "{'type':'SUBSCRIBE','framework_id':{'value':'f'},'subscribe':{'framework_info':{'id':"
            + "{'value':'f'},'user':'root','name':'f','failover_timeout':60}}}";
    line.post(Map.of(), call.replace('\'', '"').getBytes(UTF_8), new Heard());
    pass(50);
    return line;
  }

  final class Heard implements SimExchange {
    @Override
    public void answered(int status, Map<String, String> headers, String text) {
      assertThat(status).isEqualTo(202);
    }

    @Override
    public void opened(int status, Map<String, String> headers) {
      streamId = headers.get("Mesos-Stream-Id");
    }

    @Override
    public void event(byte[] json) {
      events.add(JsonTree.read(new String(json, UTF_8)));
    }

    @Override
    public void ended() {
      streamId = null;
    }

    @Override
    public void broken(String why) {
      streamId = null;
    }
  }

  /** Launches task t1 with that marker on the offer of that number. */
  final void accept(SimProcess.Line line, int offer, String marker) {
    JsonNode offers =
        events.stream()
            .filter(event -> event.path("type").asText().equals("OFFERS"))
            .findFirst()
            .orElseThrow()
            .at("/offers/offers");
    String call =
        ("{'type':'ACCEPT','framework_id':{'value':'f'},'accept':{'offer_ids':[{'value':'%s'}],"
                + "'operations':[{'type':'LAUNCH','launch':{'task_infos':[{'name':'t','marker':'%s',"
                + "'task_id':{'value':'t1'},'agent_id':{'value':'%s'},'command':{'value':'sleep 60'},"
                + "'resources':[{'name':'cpus','type':'SCALAR','scalar':{'value':0.1}},"
                + "{'name':'mem','type':'SCALAR','scalar':{'value':32}}]}]}}]}}")
            .formatted(
                offers.get(offer).at("/id/value").asText(),
                marker,
                offers.get(offer).at("/agent_id/value").asText());
    line.post(
        Map.of("Mesos-Stream-Id", streamId), call.replace('\'', '"').getBytes(UTF_8), new Heard());
    pass(50);
  }

  final void claimAndIntend(String key) {
    state(bridges.get(0), "leader");
    state(bridges.get(0), "command/" + key);
  }
}
