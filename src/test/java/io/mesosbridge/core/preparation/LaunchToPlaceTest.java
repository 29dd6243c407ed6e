package io.mesosbridge.core.preparation;

import static org.assertj.core.api.Assertions.assertThat;

import io.mesosbridge.core.language.Command;
import io.mesosbridge.core.language.CommandError;
import io.mesosbridge.core.language.CommandError.ErrorCode;
import io.mesosbridge.core.language.CommandReader;
import io.mesosbridge.core.mesos.MesosVersion;
import io.mesosbridge.core.preparation.Preparation.Context;
import io.mesosbridge.core.preparation.Preparation.Prepared;
import io.mesosbridge.core.task.LiveTask;
import io.mesosbridge.core.task.LiveTask.TaskLookup;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A launch without offers, from the moment it comes until it has an offer. */
class LaunchToPlaceTest {

  private static final String GROUP =
      """
      {"type":"LAUNCH_GROUP","launch_group":{
        "executor":{"executor_id":"pod","resources":"cpus:0.1;mem:32"},
        "task_group":{"tasks":[{"task_id":"starting-1","resources":"cpus:1;ports:[9000-9000]"},
          {"task_id":"b","resources":[{"name":"cpus","type":"SCALAR","scalar":{"value":0.5},
            "allocation_info":{"role":"web"}}]}]}}}\
      """;

  private final Context beforeLaunch =
      new Context(
          "framework-1",
          Set.of(),
          MesosVersion.NEWEST,
          TestOfferLookup.standard(),
          KnownTasks.standard(),
          Set.of());

  private static Command.LaunchToPlace read(String text) {
    return (Command.LaunchToPlace)
        new CommandReader(Optional.empty(), 100_000)
            .read(
                text.getBytes(StandardCharsets.UTF_8),
                new Command.Source("mesos.commands", 0, 7, null));
  }

  @Test
  void itWantsTheSumOfItsTasksAndExecutorsInTheRoleTheyName() {
    // Given
    Command launch = read(GROUP);

    // When
    Prepared prepared = Preparation.prepare(launch, beforeLaunch);

    // Then
    assertThat(((Prepared.ToPlace) prepared).demand())
        .hasToString("cpus:1.6;mem:32;ports:[9000-9000] for role web");
  }

  /** Mesos offers to a role what is reserved for one that it is below. */
  @ParameterizedTest
  @ValueSource(strings = {"cpus:1", "cpus(eng):1", "cpus(eng/web):1", "cpus(batch):1"})
  void aLaunchWantsWhatIsReservedForARoleOfTheFrameworkOrOneAbove(String resources) {
    // Given
    Context ofRoles =
        new Context(
            "framework-1",
            Set.of("eng/web", "batch"),
            MesosVersion.NEWEST,
            TestOfferLookup.standard(),
            KnownTasks.standard(),
            Set.of());
    String task = "{\"task_id\":\"a\",\"resources\":\"" + resources + "\"}";

    // When
    Prepared prepared =
        Preparation.prepare(
            read("{\"type\":\"LAUNCH\",\"launch\":{\"task_infos\":[" + task + "]}}"), ofRoles);

    // Then
    assertThat(((Prepared.ToPlace) prepared).demand()).hasToString(resources);
  }

  /** Source: validateAllocatedToSingleRole in validation.cpp of Mesos. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'task_id':'a','resources':[CPUS,MEM]}",
        "{'task_id':'a','resources':[CPUS]},{'task_id':'b','resources':[MEM]}",
        "{'task_id':'a','resources':[MEM],'executor':{'executor_id':'e','resources':[CPUS]}}"
      })
  void aLaunchIsOfOneRole(String tasks) {
    // Given
    String resource =
        "{'name':'%s','type':'SCALAR','scalar':{'value':1},'allocation_info':{'role':'%s'}}";
    String launch =
        "{'type':'LAUNCH','launch':{'task_infos':[%s]}}"
            .formatted(tasks)
            .replace("CPUS", resource.formatted("cpus", "web"))
            .replace("MEM", resource.formatted("mem", "batch"));

    // When
    Prepared prepared = Preparation.prepare(read(launch.replace('\'', '"')), beforeLaunch);

    // Then
    CommandError error = ((Prepared.Refused) prepared).refusal().error();
    assertThat(error.code()).isEqualTo(ErrorCode.INVALID);
    assertThat(error.message()).contains("wants mem of role batch", "before of role web");
  }

  @Test
  void anAllocationThatNamesNoRoleIsForThatOfTheOffer() {
    // When
    Prepared prepared =
        Carrying.carry(
            """
            {"type":"LAUNCH","launch":{"task_infos":[{"task_id":"a","resources":[
              {"name":"cpus","type":"SCALAR","scalar":{"value":1},"allocation_info":{}}]}]}}""");

    // Then
    assertThat(
            Carrying.call(prepared)
                .at("/accept/operations/0/launch/task_infos/0/resources/0/allocation_info/role")
                .asText())
        .isEqualTo("web");
  }

  @Test
  void aGroupNamesAVolumeOnce() {
    // Given
    String resources =
        "'resources':[{'name':'disk','type':'SCALAR','scalar':{'value':1},'role':'web',"
            + "'shared':{},'disk':{'persistence':{'id':'v'}}}]";
    String group =
        "{'type':'LAUNCH_GROUP','launch_group':{'executor':{'executor_id':'e'},"
            + "'task_group':{'tasks':[{'task_id':'a',%1$s},{'task_id':'b',%1$s}]}}}";

    // When
    Prepared prepared =
        Preparation.prepare(read(group.formatted(resources).replace('\'', '"')), beforeLaunch);

    // Then
    CommandError error = ((Prepared.Refused) prepared).refusal().error();
    assertThat(error.code()).isEqualTo(ErrorCode.INVALID);
    assertThat(error.field()).isEqualTo("/launch_group/task_group/tasks/1/resources");
    assertThat(error.message()).contains("wants volume v a second time");
  }

  @Test
  void aMistakeOfTheBridgeRefusesTheCommandAndNoMore() {
    // Given
    TaskLookup mistaken =
        new TaskLookup() {
          @Override
          public Optional<LiveTask> find(String taskId) {
            throw new IllegalStateException("no such drawer");
          }

          @Override
          public Stream<LiveTask> findByExecutor(String executorId) {
            return Stream.of();
          }
        };
    Context broken =
        new Context(
            "framework-1",
            Set.of(),
            MesosVersion.NEWEST,
            TestOfferLookup.standard(),
            mistaken,
            Set.of());

    // When
    Prepared prepared = Preparation.prepare(read(GROUP), broken);

    // Then
    CommandError error = ((Prepared.Refused) prepared).refusal().error();
    assertThat(error.code()).isEqualTo(ErrorCode.INTERNAL);
    assertThat(error.message()).contains("nothing was sent", "no such drawer");
  }

  @Test
  void onAnOfferItIsNotItsOwnDuplicate() {
    // Given
    Command.LaunchToPlace launch = read(GROUP);

    // When
    Prepared prepared = Carrying.place("offer-1", launch, Carrying.CONTEXT);

    // Then
    Prepared.Ready ready = (Prepared.Ready) prepared;
    assertThat(ready.taskIds()).isEqualTo(List.of("starting-1", "b"));
    assertThat(ready.agentId()).isEqualTo("agent-1");
    assertThat(ready.offerIds()).isEqualTo(List.of("offer-1"));
    assertThat(ready.call().type()).isEqualTo("ACCEPT");
  }

  @Test
  void anOfferThatWentMeanwhileIsToldApart() {
    // Given
    Command.LaunchToPlace launch = read(GROUP);

    // When
    Prepared prepared = Carrying.place("offer-rescinded", launch, beforeLaunch);

    // Then
    assertThat(((Prepared.Refused) prepared).refusal().error().code())
        .isEqualTo(ErrorCode.OFFER_GONE);
  }

  @Test
  void itCanBePlacedAnewWhenTheFirstOfferCameToNothing() {
    // Given
    Command.LaunchToPlace launch = read(GROUP);
    Carrying.place("offer-1", launch, beforeLaunch);

    // When
    Prepared again = Carrying.place("offer-3", launch, beforeLaunch);

    // Then
    String body = ((Prepared.Ready) again).call().toString();
    assertThat(body).contains("offer-3", "agent-2").doesNotContain("offer-1", "agent-1");
  }

  @Test
  void itsOwnFiltersAreKept() {
    // Given
    Command.LaunchToPlace launch =
        read(
            "{\"type\":\"LAUNCH\",\"launch\":{\"task_infos\":[{\"task_id\":\"a\"}],"
                + "\"filters\":{\"refuse_seconds\":7}}}");

    // When
    Prepared prepared = Carrying.place("offer-1", launch, beforeLaunch);

    // Then
    assertThat(((Prepared.Ready) prepared).call().toString())
        .contains("\"filters\":{\"refuse_seconds\":7}");
  }
}
