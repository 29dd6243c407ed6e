package io.mesosbridge.core.preparation;

import static io.mesosbridge.core.preparation.AskingForPorts.environment;
import static io.mesosbridge.core.preparation.AskingForPorts.launch;
import static io.mesosbridge.core.preparation.AskingForPorts.ready;
import static io.mesosbridge.core.preparation.AskingForPorts.refusal;
import static io.mesosbridge.core.preparation.AskingForPorts.task;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.mesosbridge.core.language.CommandError;
import io.mesosbridge.core.preparation.Preparation.Prepared;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tasks that want a number of ports, on an offer that has 9000 to 9100. */
class FreePortsTest {

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
    assertThat(ready.ports())
        .containsExactly(Map.entry("a", List.of(9000L, 9002L)), Map.entry("c", List.of(9003L)));
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

  @Test
  void theExecutorOfAGroupHasToNameItsPortsToo() {
    // When
    CommandError error = refusal(group("ports:1", "ports:1"));

    // Then
    assertThat(error.field()).isEqualTo("/launch_group/executor/resources");
    assertThat(error.message()).contains("which only a task can");
  }

  @Test
  void portsThatAnExecutorNamesAreNotFree() {
    // Given
    String ofTask = ",'executor':{'executor_id':'e','resources':'ports:[9000-9000]'}";

    // When
    Prepared.Ready ofGroup = ready(group("ports:[9000-9000]", "ports:1"));
    Prepared.Ready own = ready(launch("'offer_ids':['offer-1'],", task("a", "ports:1", ofTask)));

    // Then
    assertThat(ofGroup.ports()).isEqualTo(Map.of("a", List.of(9001L)));
    assertThat(own.ports()).isEqualTo(Map.of("a", List.of(9001L)));
  }

  private static String group(String ofExecutor, String ofTask) {
    return """
        {"type":"LAUNCH_GROUP","launch_group":{"offer_ids":["offer-1"],
         "executor":{"executor_id":"pod","resources":"%s"},
         "task_group":{"tasks":[{"task_id":"a","resources":"%s","command":{"value":"x"}}]}}}\
        """
        .formatted(ofExecutor, ofTask);
  }

  /** A master carries out the operations of an ACCEPT one after the other. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {"`` | [9002, 9003]", "'reservations':[RESERVATION] | [9000, 9001]"})
  void portsThatTheCommandReservesAreTheReservations(String reservations, String ports) {
    // Given
    String accept =
        """
        {'type':'ACCEPT','accept':{'offer_ids':['offer-1'],'operations':[
         {'type':'RESERVE','reserve':{'resources':[{'name':'ports','type':'RANGES',
           'ranges':{'range':[{'begin':9000,'end':9001}]},'reservations':[RESERVATION]}]}},
         {'type':'LAUNCH','launch':{'task_infos':[{'task_id':'a','resources':[
           {'name':'ports','type':'SCALAR','scalar':{'value':2}WISH}]}]}}]}}"""
            .replace("WISH", reservations.isEmpty() ? "" : "," + reservations)
            .replace("RESERVATION", "{'type':'DYNAMIC','role':'web','principal':'ops'}")
            .replace('\'', '"');

    // When
    Prepared.Ready ready = ready(accept);

    // Then
    assertThat(ready.ports().get("a")).hasToString(ports);
  }

  @Test
  void aTaskMayAskSeveralTimes() {
    // When
    Prepared.Ready ready = ready(launch("", task("a", "ports:1;cpus:1;ports:2", "")));

    // Then
    assertThat(ready.ports()).isEqualTo(Map.of("a", List.of(9000L, 9001L, 9002L)));
  }

  @Test
  void aTaskGetsAThousandAtMost() {
    // When
    Prepared.Ready ready = ready(launch("", task("a", "ports:999;ports:1", "")));

    // Then
    assertThat(ready.ports().get("a")).hasSize(1_000);
  }

  @ParameterizedTest
  @CsvSource({"535, INSUFFICIENT_RESOURCES", "536, INVALID"})
  void aCommandAsksForAsManyAsAnAgentMayHave(int ofTheLast, CommandError.ErrorCode code) {
    // Given
    List<String> tasks = new ArrayList<>();
    IntStream.range(0, 65).forEach(i -> tasks.add(task("t" + i, "ports:1000", "")));
    tasks.add(task("last", "ports:" + ofTheLast, ""));

    // When
    CommandError error = refusal(launch("'offer_ids':['offer-1'],", tasks.toArray(String[]::new)));

    // Then
    assertThat(error.code()).isEqualTo(code);
  }
}
