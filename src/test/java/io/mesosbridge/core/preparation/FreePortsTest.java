package io.mesosbridge.core.preparation;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.mesosbridge.core.language.CommandError;
import io.mesosbridge.core.preparation.Preparation.Prepared;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tasks that want a number of ports, on an offer that has 9000 to 9100. */
class FreePortsTest {

  private static String launch(String offers, String... tasks) {
    return "{'type':'LAUNCH','launch':{%s'task_infos':[%s]}}"
        .formatted(offers, String.join(",", tasks))
        .replace('\'', '"');
  }

  private static String task(String id, String resources, String more) {
    return "{'task_id':'%s','resources':'%s'%s}".formatted(id, resources, more);
  }

  private static Prepared.Ready ready(String command) {
    Prepared prepared = Carrying.carry(command);
    assertThat(prepared).isInstanceOf(Prepared.Ready.class);
    return (Prepared.Ready) prepared;
  }

  private static JsonNode told(String resources, String more) {
    return Carrying.call(ready(launch("", task("a", resources, more))))
        .at("/accept/operations/0/launch/task_infos/0");
  }

  private static List<String> environment(JsonNode holder) {
    return StreamSupport.stream(holder.at("/environment/variables").spliterator(), false)
        .map(each -> each.path("name").asText() + "=" + each.path("value").asText())
        .toList();
  }

  private static CommandError refusal(String command) {
    return ((Prepared.Refused) Carrying.carry(command)).refusal().error();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "'offer_ids':['offer-1'],"})
  void eachTaskGetsPortsOfItsOwnThatNobodyNamed(String offers) {
    // When
    Prepared.Ready ready =
        ready(
            launch(
                offers,
                task("a", "ports:2", ""),
                task("b", "cpus:1;ports:[9001-9001]", ""),
                task("c", "ports:1;mem:1", "")));

    // Then
    assertThat(ready.ports()).isEqualTo(Map.of("a", List.of(9000L, 9002L), "c", List.of(9003L)));
    assertThat(Carrying.call(ready).at("/accept/operations/0/launch/task_infos/0/resources/0"))
        .isEqualTo(
            Carrying.json(
                """
                {"name":"ports","type":"RANGES","ranges":{"range":[
                 {"begin":9000,"end":9000},{"begin":9002,"end":9002}]},
                 "allocation_info":{"role":"web"}}\
                """));
  }

  @Test
  void aTaskReadsThemInItsEnvironmentWhereItsOwnVariablesStay() {
    // When
    JsonNode task =
        told(
            "ports:2",
            ",'command':{'value':'serve','environment':{'variables':["
                + "{'name':'PORT1','value':'mine'},{'name':'A','value':'b'}]}},"
                + "'discovery':{'ports':{'ports':[{'number':0,'name':'http-alt'},{'number':0},"
                + "{'number':80,'name':'web'}]}}");

    // Then
    assertThat(environment(task.path("command")))
        .containsExactly(
            "PORT1=mine",
            "A=b",
            "PORT0=9000",
            "PORTS=9000,9001",
            "PORT_HTTP_ALT=9000",
            "PORT_WEB=80");
    assertThat(task.at("/discovery/ports/ports"))
        .extracting(port -> port.path("number").asInt())
        .containsExactly(9000, 9001, 80);
  }

  @Test
  void theyFillWhatDockerAndChecksLeftOpen() {
    // When
    JsonNode task =
        told(
            "ports:2",
            ",'container':{'type':'DOCKER','docker':{'image':'web','port_mappings':["
                + "{'host_port':0,'container_port':80},{'host_port':9050,'container_port':81},"
                + "{'host_port':0,'container_port':0}]}},"
                + "'health_check':{'type':'HTTP','http':{'port':0,'path':'/'}},"
                + "'check':{'type':'TCP','tcp':{'port':0}}");

    // Then
    assertThat(task.at("/container/docker/port_mappings"))
        .extracting(each -> each.path("host_port").asInt() + ":" + each.path("container_port"))
        .containsExactly("9000:80", "9050:81", "9001:9001");
    assertThat(task.at("/health_check/http/port").asInt()).as("within").isEqualTo(80);
    assertThat(task.at("/check/tcp/port").asInt()).as("within").isEqualTo(80);
  }

  @Test
  void withoutContainerAChecksOpenPortIsTheFirst() {
    // When
    JsonNode task =
        told("ports:2", ",'health_check':{'tcp':{'port':0}},'check':{'tcp':{'port':7}}");

    // Then
    assertThat(task.at("/health_check/tcp/port").asInt()).isEqualTo(9000);
    assertThat(task.at("/check/tcp/port").asInt()).isEqualTo(7);
  }

  @Test
  void aMappingOfTheNetworkIsFilledToo() {
    // When
    JsonNode task =
        told(
            "ports:1",
            ",'container':{'type':'MESOS','network_infos':[{'port_mappings':["
                + "{'host_port':0,'container_port':80}]}]}");

    // Then
    assertThat(task.at("/container/network_infos/0/port_mappings/0/host_port").asInt())
        .isEqualTo(9000);
  }

  @Test
  void tasksOfAGroupGetTheirs() {
    // When
    Prepared.Ready ready =
        ready(
            """
            {"type":"LAUNCH_GROUP","launch_group":{"executor":{"executor_id":"pod"},
             "task_group":{"tasks":[{"task_id":"a","resources":"ports:1","command":{"value":"x"}},
              {"task_id":"b","resources":"ports:1","command":{"value":"x"}}]}}}\
            """);

    // Then
    assertThat(ready.ports()).isEqualTo(Map.of("a", List.of(9000L), "b", List.of(9001L)));
    JsonNode group = Carrying.call(ready).at("/accept/operations/0/launch_group/task_group/tasks");
    assertThat(environment(group.at("/1/command"))).containsExactly("PORT0=9001", "PORTS=9001");
  }

  @Test
  void aCommandStaysAsItWasWritten() {
    // Given
    String command = launch("", task("a", "ports:1", ",'command':{'value':'x','environment':{}}"));

    // When
    String first = Carrying.call(ready(command)).toString();

    // Then
    assertThat(Carrying.call(ready(command))).hasToString(first);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          ports:0      | asks for 0 ports; write a whole number from 1 to 1000
          ports:1.5    | asks for 1.5 ports; write a whole number from 1 to 1000
          ports:1001   | asks for 1001 ports; write a whole number from 1 to 1000
          ports:999;ports:2 | asks for 1001 ports, and its command so far for 1001
          """)
  void aSenselessNumberIsRefused(String resources, String message) {
    // When
    CommandError error = refusal(launch("", task("a", resources, "")));

    // Then
    assertThat(error.code()).isEqualTo(CommandError.ErrorCode.INVALID);
    assertThat(error.field()).isEqualTo("/launch/task_infos/0/resources");
    assertThat(error.message()).contains(message);
  }

  @Test
  void moreThanNamedOffersHaveIsRefused() {
    // When
    CommandError error =
        refusal(
            launch(
                "'offer_ids':['offer-1'],",
                task("a", "ports:900", ""),
                task("b", "ports:203", "")));

    // Then
    assertThat(error.code()).isEqualTo(CommandError.ErrorCode.INSUFFICIENT_RESOURCES);
    assertThat(error.field()).isEqualTo("/launch/task_infos/1/resources");
    assertThat(error.message()).contains("wants 203 ports, but of the offers there are left 202");
  }

  @Test
  void moreOpenPlacesThanPortsAreRefused() {
    // When
    CommandError error =
        refusal(
            launch(
                "",
                task(
                    "a",
                    "ports:1",
                    ",'discovery':{'ports':{'ports':[{'number':0},{'number':0}]}}")));

    // Then
    assertThat(error.field()).isEqualTo("/launch/task_infos/0/discovery/ports/ports");
    assertThat(error.message()).contains("ask for more, for example ports:2");
  }

  @Test
  void anEnvironmentOfNoUseIsRefused() {
    // When
    CommandError error =
        refusal(launch("", task("a", "ports:1", ",'command':{'environment':'A=b'}")));

    // Then
    assertThat(error.field()).isEqualTo("/launch/task_infos/0/command/environment");
  }

  @Test
  void anExecutorHasToNameItsPorts() {
    // When
    CommandError error =
        refusal(
            launch(
                "", task("a", "cpus:1", ",'executor':{'executor_id':'e','resources':'ports:1'}")));

    // Then
    assertThat(error.field()).isEqualTo("/launch/task_infos/0/executor/resources");
    assertThat(error.message()).contains("which only a task can");
  }
}
