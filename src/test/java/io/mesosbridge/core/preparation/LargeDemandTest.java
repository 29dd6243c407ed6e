package io.mesosbridge.core.preparation;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mesosbridge.core.language.Command;
import io.mesosbridge.core.language.CommandError.ErrorCode;
import io.mesosbridge.core.language.CommandReader;
import io.mesosbridge.core.language.ExactJson;
import io.mesosbridge.core.mesos.MesosVersion;
import io.mesosbridge.core.preparation.Preparation.Context;
import io.mesosbridge.core.preparation.Preparation.Prepared;
import io.mesosbridge.testkit.JsonTree;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A launch of very many tasks: what it takes, by the bytes that are allocated for it. */
class LargeDemandTest {

  private static final int SOME = 500;
  private static final int MANY = 16_000;

  private static final Context ONE_OFFER =
      new Context(
          "framework-1",
          Set.of("web"),
          MesosVersion.NEWEST,
          TestOfferLookup.of(
              JsonTree.read(
                  """
                  [{"id":{"value":"o"},"agent_id":{"value":"a"},"hostname":"h",
                    "allocation_info":{"role":"web"},"resources":[{"name":"ports",
                    "type":"RANGES","ranges":{"range":[{"begin":1,"end":65535}]}}]}]\
                  """)),
          new KnownTasks(List.of()),
          Set.of());

  private static Command launch(int tasks, String resource) {
    return launch("", tasks, resource);
  }

  private static Command launch(String offerIds, int tasks, String resource) {
    String infos =
        IntStream.range(0, tasks)
            .mapToObj(
                i ->
                    "{\"task_id\":\"t-%d\",\"resources\":[%s]}"
                        .formatted(i, resource.replace("#", "" + (2 * i + 1))))
            .collect(Collectors.joining(","));
    byte[] json =
        ("{\"type\":\"LAUNCH\",\"launch\":{" + offerIds + "\"task_infos\":[" + infos + "]}}")
            .getBytes(StandardCharsets.UTF_8);
    return (Command)
        new CommandReader(Optional.empty(), 100_000)
            .read(json, new Command.Source("mesos.commands", 0, 7, null));
  }

  private static long allocated() {
    var thread = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
    return thread.getCurrentThreadAllocatedBytes();
  }

  private static long bytesForEach(int tasks, String resource) {
    Command launch = launch(tasks, resource);
    long before = allocated();
    Prepared prepared = Preparation.prepare(launch, Carrying.CONTEXT);
    long bytes = allocated() - before;
    assertThat(prepared).isInstanceOf(Prepared.ToPlace.class);
    return bytes / tasks;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'name':'disk','type':'SCALAR','scalar':{'value':5},'disk':{'source':{'type':'MOUNT','id':'d-#'}}}",
        "{'name':'ports','type':'RANGES','ranges':{'range':[{'begin':#,'end':#}]}}",
        "{'name':'disks','type':'SET','set':{'item':['d-#']}}",
        "{'name':'cpus-#','type':'SCALAR','scalar':{'value':1}}"
      })
  void whatATaskOfManyWantsCostsAsMuchAsWhatOneOfSomeDoes(String resource) {
    // Given
    String json = resource.replace('\'', '"');
    bytesForEach(SOME, json); // all classes are there

    // When
    long ofSome = bytesForEach(SOME, json);
    long ofMany = bytesForEach(MANY, json);

    // Then
    assertThat(ofMany).isLessThan(2 * ofSome);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 70_000})
  void whatATaskOfManyTakesOfAnOfferCostsAsMuchAsWhatOneOfSomeDoes(long missing) {
    // Given
    bytesTaken(SOME, missing); // all classes are there

    // When
    long ofSome = bytesTaken(SOME, missing);
    long ofMany = bytesTaken(MANY, missing);

    // Then
    assertThat(ofMany).isLessThan(2 * ofSome);
  }

  /** By tasks that leave every other port free, the last of which wants one that is not there. */
  private static long bytesTaken(int tasks, long missing) {
    String port =
        "{\"name\":\"ports\",\"type\":\"RANGES\",\"ranges\":{\"range\":[{\"begin\":#,\"end\":#}]}}";
    Command launch = launch("\"offer_ids\":[\"o\"],", tasks, port);
    JsonNode infos = launch.call().at("/accept/operations/0/launch/task_infos");
    ObjectNode last = (ObjectNode) infos.get(tasks - 1).at("/resources/0/ranges/range/0");
    last.put("begin", missing).put("end", missing);
    long before = allocated();
    Prepared prepared = Preparation.prepare(launch, ONE_OFFER);
    long bytes = allocated() - before;
    assertThat(((Prepared.Refused) prepared).refusal().error().code())
        .isEqualTo(ErrorCode.INSUFFICIENT_RESOURCES);
    return bytes / tasks;
  }

  @Test
  void theCopyOfALaunchForItsCallIsCompact() {
    // Given
    JsonNode call =
        launch(
                SOME,
                "{\"name\":\"cpus\",\"type\":\"SCALAR\",\"scalar\":{\"value\":1},\"labels\":{\"labels\":["
                    + "{\"key\":\"a\",\"value\":\"1\"},{\"key\":\"b\",\"value\":\"2\"}]}}")
            .call();
    JsonNode whole = call.deepCopy(); // all classes are there
    ExactJson.NODES.copy(call, Preparation.NEVER_FILLED);

    // When
    long before = allocated();
    call.deepCopy();
    long between = allocated();
    JsonNode copy = ExactJson.NODES.copy(call, Preparation.NEVER_FILLED);
    long after = allocated();

    // Then
    assertThat(copy).isEqualTo(whole).isNotSameAs(call);
    assertThat(after - between).isLessThan((between - before) / 2);
  }

  @Test
  void whatACallIsFilledWithStandsInItsCopyOnly() {
    // Given
    Command.LaunchToPlace launch =
        (Command.LaunchToPlace)
            launch(2, "{\"name\":\"cpus\",\"type\":\"SCALAR\",\"scalar\":{\"value\":1}}");
    String before = launch.call().toString();

    // When
    Prepared prepared = Carrying.place("offer-1", launch, Carrying.CONTEXT);

    // Then
    assertThat(((Prepared.Ready) prepared).json().toString())
        .contains("agent-1", "allocation_info", "\"name\":\"t-0\"");
    assertThat(launch.call()).hasToString(before);
  }
}
