package io.mesosbridge.core.preparation;

import static org.assertj.core.api.Assertions.assertThat;

import io.mesosbridge.core.mesos.MesosVersion;
import io.mesosbridge.core.preparation.Preparation.Context;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Volumes in commands that name their offers, of which one has a volume of 64 MB. */
class NamedVolumesTest {

  private static final String OFFER =
      """
      [{"id":{"value":"o"},"agent_id":{"value":"s"},"allocation_info":{"role":"web"},"resources":[
        {"name":"disk","type":"SCALAR","scalar":{"value":64},
         "reservations":[{"type":"STATIC","role":"web"}],"disk":{"persistence":{"id":"v"}}}]}]\
      """;

  private static final Context CONTEXT =
      new Context(
          "framework-1",
          Set.of("web"),
          MesosVersion.NEWEST,
          TestOfferLookup.of(Carrying.json(OFFER)),
          KnownTasks.standard(),
          Set.of());

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          v |                                                        | 64
          w |                                                        | 32
          v | {'type':'SHRINK_VOLUME','shrink_volume':{'volume':{'name':'disk','type':'SCALAR'},'subtract':{'value':32}}}, | 32
          """)
  void aVolumeIsAsItsOfferHasItUnlessAnOperationMayChangeIt(String id, String operation, int size) {
    // Given
    String command =
        "{'type':'ACCEPT','accept':{'offer_ids':['o'],'operations':[%s{'type':'LAUNCH','launch':"
                .formatted(operation == null ? "" : operation)
            + "{'task_infos':[{'task_id':'a','resources':[{'name':'disk','type':'SCALAR',"
            + "'scalar':{'value':32},'disk':{'persistence':{'id':'%s'}}}]}]}}]}}".formatted(id);

    // When
    var call = Carrying.call(Carrying.carry(command.replace('\'', '"'), CONTEXT));

    // Then
    assertThat(call.findValue("task_infos").at("/0/resources/0/scalar/value").asInt())
        .isEqualTo(size);
  }
}
