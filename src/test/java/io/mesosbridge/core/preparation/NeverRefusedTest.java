package io.mesosbridge.core.preparation;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.mesosbridge.core.mesos.MesosVersion;
import io.mesosbridge.core.preparation.Preparation.Context;
import io.mesosbridge.core.preparation.Preparation.Prepared;
import io.mesosbridge.testkit.JsonTree;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the master takes, or may take, is left to the master. */
class NeverRefusedTest {

  private static final String RESERVED =
      "{\"name\":\"cpus\",\"type\":\"SCALAR\",\"scalar\":{\"value\":9},"
          + "\"reservations\":[{\"type\":\"DYNAMIC\",\"role\":\"web\"}]}";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "'launch':{'offer_ids':['offer-1'],'task_infos':[{'task_id':'a','resources':'cpus:4;mem:1024'}]}",
        "'launch':{'offer_ids':['offer-1'],'task_infos':[{'task_id':'a','resources':'mem(web):64'}]}",
        "'launch':{'offer_ids':['offer-1','offer-2'],'task_infos':[{'task_id':'a','resources':'cpus:8'}]}",
        "'launch':{'offer_ids':['offer-1'],'task_infos':[{'task_id':'a','resources':'cpus:4',"
            + "'executor':{'executor_id':'idle','resources':'cpus:1'}}]}",
        "'launch':{'offer_ids':['offer-1'],'task_infos':[{'task_id':'a','resources':'cpus:4',"
            + "'executor':{'executor_id':'db','resources':'cpus:1'}}]}",
        "'launch':{'offer_ids':['offer-1'],'task_infos':[{'task_id':'a','resources':'cpus:3'},"
            + "{'task_id':'b','resources':'cpus:0.6'},{'task_id':'c','resources':'cpus:0.4'}]}",
        "'launch':{'offer_ids':['offer-1'],'task_infos':[{'task_id':'a','resources':["
            + "{'name':'disk','type':'SCALAR','scalar':{'value':9999},'shared':{},"
            + "'disk':{'persistence':{'id':'v'}}}]}]}"
      })
  void aLaunchThatMayFitIsSent(String launch) {
    // Given
    String command = ("{'type':'LAUNCH'," + launch + "}").replace('\'', '"');

    // When
    Prepared prepared = Carrying.carry(command);

    // Then
    assertThat(prepared).isInstanceOf(Prepared.Ready.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'type':'KILL','kill':{'task_id':'never-seen','agent_id':'any'}}",
        "{'type':'KILL','kill':{'task_id':'adrift-1','agent_id':'any'}}",
        "{'type':'KILL','kill':{'task_id':'odd/but/not/ours'}}",
        "{'type':'DECLINE','decline':{'offer_ids':['offer-1','nope']}}",
        "{'type':'DECLINE','decline':{'offer_ids':['offer-declined']}}",
        "{'type':'DECLINE','decline':{'offer_ids':['offer-disconnected']}}",
        "{'type':'REVIVE','revive':null}",
        "{'type':'ACCEPT','accept':{'offer_ids':['offer-1']}}",
        "{'type':'REVIVE','expires_at':'2100-01-01T00:00:00+01:00','framework_id':'framework-1'}"
      })
  void whatMesosUnderstandsIsSent(String quoted) {
    // Given
    String command = quoted.replace('\'', '"');

    // When
    Prepared prepared = Carrying.carry(command);

    // Then
    assertThat(prepared).isInstanceOf(Prepared.Ready.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"RESERVE", "UNRESERVE"})
  void withOtherOperationsTheMasterDecidesWhetherThereIsEnough(String operation) {
    // Given
    String command =
        """
        {"type":"ACCEPT","accept":{"offer_ids":["offer-1"],"operations":[
          {"type":"%s","%s":{"resources":[%s]}},
          {"type":"LAUNCH","launch":{"task_infos":[{"task_id":"a","resources":[%s]}]}}]}}\
        """
            .formatted(operation, operation.toLowerCase(Locale.ROOT), RESERVED, RESERVED);

    // When
    Prepared prepared = Carrying.carry(command);

    // Then
    assertThat(prepared).isInstanceOf(Prepared.Ready.class);
  }

  @ParameterizedTest
  @CsvSource({
    "2, '{\"key\":\"b\"},{\"key\":\"a\",\"value\":\"1\"}', true",
    "3, '{\"key\":\"b\"},{\"key\":\"a\",\"value\":\"1\"}', false",
    "2, '{\"key\":\"b\"}', false"
  })
  void whatIsReservedWithLabelsIsInTheNamedOfferHoweverTheyAreWritten(
      int cpus, String labels, boolean isThere) {
    // Given
    JsonNode offers =
        JsonTree.read(
            """
            [{"id":{"value":"o"},"agent_id":{"value":"a"},"hostname":"h",
              "allocation_info":{"role":"web"},"resources":[
              {"name":"cpus","type":"SCALAR","scalar":{"value":2.0},"reservations":[
               {"type":"DYNAMIC","role":"web","principal":"p",
                "labels":{"labels":[{"key":"a","value":"1"},{"key":"b"}]}}]}]}]\
            """);
    Context context =
        new Context(
            "framework-1",
            Set.of("web"),
            MesosVersion.NEWEST,
            TestOfferLookup.of(offers),
            new KnownTasks(List.of()),
            Set.of());
    String launch =
        """
        {"type":"LAUNCH","launch":{"offer_ids":["o"],"task_infos":[{"task_id":"t","resources":[
          {"name":"cpus","type":"SCALAR","scalar":{"value":%d},"reservations":[
            {"type":"DYNAMIC","role":"web","principal":"p","labels":{"labels":[%s]}}]}]}]}}\
        """;

    // When
    Prepared prepared = Carrying.carry(launch.formatted(cpus, labels), context);

    // Then
    assertThat(prepared instanceof Prepared.Ready).isEqualTo(isThere);
  }
}
