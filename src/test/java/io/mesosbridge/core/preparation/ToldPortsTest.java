package io.mesosbridge.core.preparation;

import static io.mesosbridge.core.preparation.AskingForPorts.environment;
import static io.mesosbridge.core.preparation.AskingForPorts.launch;
import static io.mesosbridge.core.preparation.AskingForPorts.refusal;
import static io.mesosbridge.core.preparation.AskingForPorts.task;
import static io.mesosbridge.core.preparation.AskingForPorts.told;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.mesosbridge.core.language.Command;
import io.mesosbridge.core.language.CommandError;
import io.mesosbridge.core.preparation.Preparation.Prepared;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Where a task reads its ports, of an offer that has 9000 to 9100. */
class ToldPortsTest {

  @Test
  void aTaskReadsThemInItsEnvironmentWhereItsOwnVariablesStayAndTheFirstOfAName() {
    // When
    JsonNode task =
        told(
            "ports:2",
            ",'command':{'value':'serve','environment':{'variables':["
                + "{'name':'PORT1','value':'mine'},{'name':'A','value':'b'}]}},"
                + "'discovery':{'ports':{'ports':[{'number':0,'name':'http-alt'},{'number':0},"
                + "{'number':80,'name':'web'},{'number':81,'name':'Web'}]}}");

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
        .containsExactly(9000, 9001, 80, 81);
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
  void aMappingOfTheNetworkIsFilledTooAndSaysWhatAPortIsWithin() {
    // When
    JsonNode task =
        told(
            "ports:1",
            ",'container':{'type':'MESOS','network_infos':[{'port_mappings':["
                + "{'host_port':0,'container_port':80}]}]},'check':{'http':{'port':0}}");

    // Then
    assertThat(task.at("/container/network_infos/0/port_mappings/0/host_port").asInt())
        .isEqualTo(9000);
    assertThat(task.at("/check/http/port").asInt()).isEqualTo(80);
  }

  @Test
  void noPortOfTheHostIsMappedInTwoNetworks() {
    // When
    JsonNode task =
        told(
            "ports:2",
            ",'container':{'type':'MESOS','network_infos':["
                + "{'name':'front','port_mappings':[{'host_port':0,'container_port':80}]},"
                + "{'name':'back','port_mappings':[{'host_port':0,'container_port':90}]}]}");

    // Then
    assertThat(task.at("/container/network_infos"))
        .extracting(network -> network.at("/port_mappings/0/host_port").asInt())
        .containsExactly(9000, 9001);
  }

  @Test
  void whatDockerMapsSaysFirstWhatAPortIsWithin() {
    // When
    JsonNode task =
        told(
            "ports:1",
            ",'container':{'docker':{'port_mappings':[{'host_port':0,'container_port':80}]},"
                + "'network_infos':[{'port_mappings':[{'host_port':0,'container_port':81}]}]},"
                + "'check':{'http':{'port':0}}");

    // Then
    assertThat(task.at("/check/http/port").asInt()).isEqualTo(80);
  }

  @Test
  void whatHasToBeThereIsFilledWhereItIsNotAndNothingElse() {
    // When
    JsonNode task =
        told(
            "ports:1",
            ",'container':{'docker':{'port_mappings':[{'protocol':'tcp'}]}},'check':{'http':{}}");

    // Then
    assertThat(task.at("/container/docker/port_mappings/0"))
        .hasToString("{\"protocol\":\"tcp\",\"host_port\":9000}");
    assertThat(task.at("/check/http")).isEmpty();
  }

  @Test
  void aCommandStaysAsItWasWritten() {
    // Given
    String zeros = "'port_mappings':[{'host_port':0,'container_port':0}]";
    String text =
        launch(
            "",
            task(
                "a",
                "ports:1",
                ",'command':{'value':'x','environment':{'variables':[]}},"
                    + "'discovery':{'ports':{'ports':[{'number':0}]}},"
                    + "'container':{'docker':{%1$s},'network_infos':[{%1$s}]},".formatted(zeros)
                    + "'health_check':{'tcp':{'port':0}},'check':{'http':{'port':0}}"));
    var command = (Command.LaunchToPlace) Carrying.read(text);
    String written = command.call().toString();

    // When
    Prepared prepared = Carrying.place("offer-1", command, Carrying.CONTEXT);

    // Then
    assertThat(prepared).isInstanceOf(Prepared.Ready.class);
    assertThat(command.call()).hasToString(written);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          'discovery':{'ports':{'ports':[{'number':0},{'number':0}]}} | discovery/ports/ports
          'container':{'docker':{'port_mappings':[{},{}]}} | container/docker/port_mappings
          'container':{'network_infos':[{'port_mappings':[{},{}]}]} | container/network_infos
          """,
      quoteCharacter = '"')
  void moreOpenPlacesThanPortsAreRefused(String places, String where) {
    // When
    CommandError error = refusal(launch("", task("a", "ports:1", "," + places)));

    // Then
    assertThat(error.field()).isEqualTo("/launch/task_infos/0/" + where);
    assertThat(error.message())
        .contains("leaves more than the 1 ports open", "ask for more, for example ports:2");
  }

  @ParameterizedTest
  @ValueSource(strings = {"'A=b'", "{'variables':'A=b'}"})
  void anEnvironmentOfNoUseIsRefused(String environment) {
    // When
    CommandError error =
        refusal(
            launch(
                "", task("a", "ports:1", ",'command':{'environment':%s}".formatted(environment))));

    // Then
    assertThat(error.field()).isEqualTo("/launch/task_infos/0/command/environment");
    assertThat(error.message()).contains("has no list of variables");
  }

  @ParameterizedTest
  @ValueSource(strings = {"null", "{}", "{'variables':null}"})
  void anEnvironmentThatIsNotThereIsMade(String environment) {
    // When
    JsonNode task = told("ports:1", ",'command':{'environment':%s}".formatted(environment));

    // Then
    assertThat(environment(task.path("command"))).containsExactly("PORT0=9000", "PORTS=9000");
  }

  /** Mesos refuses a task whose executor differs from the one of that id that runs. */
  @Test
  void anExecutorStaysTheSameForAllOfItsTasks() {
    // Given
    String executor = ",'executor':{'executor_id':'e','command':{'value':'x'}}";

    // When
    JsonNode tasks =
        Carrying.call(
                AskingForPorts.ready(
                    launch("", task("a", "ports:1", executor), task("b", "ports:1", executor))))
            .at("/accept/operations/0/launch/task_infos");

    // Then
    assertThat((Object) tasks.at("/0/executor")).isEqualTo(tasks.at("/1/executor"));
    assertThat(tasks.at("/0/executor/command")).hasToString("{\"value\":\"x\"}");
  }
}
