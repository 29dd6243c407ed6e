package io.mesosbridge.core.preparation;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.mesosbridge.core.language.CommandError;
import io.mesosbridge.core.language.CommandError.ErrorCode;
import io.mesosbridge.core.mesos.MesosVersion;
import io.mesosbridge.core.preparation.Preparation.Context;
import io.mesosbridge.core.preparation.Preparation.Prepared;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A command, operation or field that a version cannot have is refused with both versions, never
 * swallowed; what it has in another form is written so.
 */
class OlderMastersTest {

  private static final String TASK =
      "{'task_id':'new-1','command':{'value':'true'},'resources':'cpus:1;mem:32'%s}";
  static final String LAUNCH =
      "{'type':'LAUNCH','launch':{'offer_ids':['offer-1'],'task_infos':[" + TASK + "]}}";
  static final String ACCEPT =
      "{'type':'ACCEPT','accept':{'offer_ids':['offer-1'],'operations':[%s]}}";
  private static final String VOLUME = "{'name':'disk','type':'SCALAR','scalar':{'value':1}}";

  static Prepared carry(String version, String command, String... roles) {
    MesosVersion mesos = MesosVersion.parse(version).orElseThrow();
    Context context =
        new Context(
            "framework-1",
            roles.length == 0 ? Set.of("web") : Set.of(roles),
            mesos,
            TestOfferLookup.standard(),
            new KnownTasks(List.of()),
            Set.of());
    return Carrying.carry(command.replace('\'', '"'), context);
  }

  static CommandError refusal(String version, String command) {
    Prepared prepared = carry(version, command);
    assertThat(prepared).isInstanceOf(Prepared.Refused.class);
    return ((Prepared.Refused) prepared).refusal().error();
  }

  private static JsonNode call(String version, String command, String... roles) {
    return Carrying.call(carry(version, command, roles));
  }

  private static String operation(String type) {
    return switch (type) {
      case "LAUNCH_GROUP" ->
          "{'type':'LAUNCH_GROUP','launch_group':{'executor':{'executor_id':'e'},"
              + "'task_group':{'tasks':[{'task_id':'t'}]}}}";
      case "GROW_VOLUME" ->
          "{'type':'GROW_VOLUME','grow_volume':{'volume':"
              + VOLUME
              + ",'addition':"
              + VOLUME
              + "}}";
      case "SHRINK_VOLUME" ->
          "{'type':'SHRINK_VOLUME','shrink_volume':{'volume':"
              + VOLUME
              + ",'subtract':{'value':1}}}";
      case "CREATE_DISK" ->
          "{'type':'CREATE_DISK','create_disk':{'source':" + VOLUME + ",'target_type':'MOUNT'}}";
      default -> "{'type':'DESTROY_DISK','destroy_disk':{'source':" + VOLUME + "}}";
    };
  }

  @Test
  void aMasterOf1_3IsNotSentReconcileOperationsWhichItAnswersWith400() {
    // When
    CommandError error =
        refusal("1.3.0", "{'type':'RECONCILE_OPERATIONS','reconcile_operations':{}}");

    // Then
    assertThat(error.code()).isEqualTo(ErrorCode.INVALID);
    assertThat(error.field()).isEqualTo("/type");
    assertThat(error.message())
        .isEqualTo(
            "/type is RECONCILE_OPERATIONS, which came with Mesos 1.5.0, but the master is 1.3.0");
  }

  @Test
  void aMasterWhoseAnswerNobodyWouldHearIsNotSentReconcileOperations() {
    String ask = "{'type':'RECONCILE_OPERATIONS','reconcile_operations':{}}";
    assertThat(refusal("1.8.1", ask).message())
        .isEqualTo(
            "/type is RECONCILE_OPERATIONS, the answer to which by events came with Mesos 1.9.0,"
                + " but the master is 1.8.1");
    assertThat(carry("1.9.0", ask)).isInstanceOf(Prepared.Ready.class);
  }

  @Test
  void anUnknownFieldOfTheNameOfReservationsIsPassedOnAsItIs() {
    // When
    JsonNode call = call("1.3.0", "{'type':'KILL','kill':{'task_id':'t'},'reservations':[2]}");

    // Then
    assertThat(call.get("reservations").toString()).isEqualTo("[2]");
  }

  @Test
  void aMasterOf1_2IsNotSentGrowVolumeWhichItWouldIgnore() {
    // When
    CommandError error = refusal("1.2.0", ACCEPT.formatted(operation("GROW_VOLUME")));

    // Then
    assertThat(error.code()).isEqualTo(ErrorCode.INVALID);
    assertThat(error.message())
        .isEqualTo(
            "/accept/operations/0/type is GROW_VOLUME, which came with Mesos 1.6.0, but the master"
                + " is 1.2.0");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "1.4.3 | 1.5.0 | {'type':'ACKNOWLEDGE_OPERATION_STATUS','acknowledge_operation_status':"
            + "{'agent_id':'a','operation_id':'o','uuid':'X5raTHkJRj6ffUAZuz0d3w=='}}",
        "1.8.1 | 1.9.0 | {'type':'UPDATE_FRAMEWORK','update_framework':"
            + "{'framework_info':{'user':'root','name':'n'}}}",
        "1.0.4 | 1.1.0 | {'type':'LAUNCH_GROUP','launch_group':{'offer_ids':['offer-1'],"
            + "'executor':{'executor_id':'e'},'task_group':{'tasks':[{'task_id':'t'}]}}}"
      })
  void aCommandIsRefusedBeforeItsVersionAndSentFromThenOn(
      String last, String first, String command) {
    CommandError error = refusal(last, command);
    assertThat(error.code()).isEqualTo(ErrorCode.INVALID);
    assertThat(error.message()).contains("came with Mesos " + first).endsWith(last);
    assertThat(carry(first, command)).isInstanceOf(Prepared.Ready.class);
  }

  @ParameterizedTest
  @CsvSource({
    "LAUNCH_GROUP, 1.0.4, 1.1.0",
    "GROW_VOLUME, 1.5.3, 1.6.0",
    "SHRINK_VOLUME, 1.5.3, 1.6.0",
    "CREATE_DISK, 1.6.2, 1.7.0",
    "DESTROY_DISK, 1.6.2, 1.7.0"
  })
  void anOperationIsRefusedBeforeItsVersionAndSentFromThenOn(
      String type, String last, String first) {
    String command = ACCEPT.formatted(operation(type));
    CommandError error = refusal(last, command);
    assertThat(error.field()).isEqualTo("/accept/operations/0/type");
    assertThat(error.message()).contains("came with Mesos " + first).endsWith(last);
    assertThat(carry(first, command)).isInstanceOf(Prepared.Ready.class);
  }

  @Test
  void anOperationsIdIsRefusedWhereNothingWouldEverBeToldOfIt() {
    String reserve = "{'type':'RESERVE','id':'r-1','reserve':{'resources':'cpus(web):1'}}";
    assertThat(refusal("1.4.3", ACCEPT.formatted(reserve)).field())
        .isEqualTo("/accept/operations/0/id");
    assertThat(carry("1.5.0", ACCEPT.formatted(reserve))).isInstanceOf(Prepared.Ready.class);
  }

  @Test
  void fieldsThatEveryVersionHasAreTakenByTheOldest() {
    String fields =
        ",'container':{'type':'DOCKER','docker':{'image':'i','port_mappings':[{'host_port':1}]},"
            + "'volumes':[{'host_path':'/x','container_path':'/y','mode':'RW'}]},"
            + "'kill_policy':{'grace_period':{'nanoseconds':1}},'a_field_of_a_later_mesos':1";
    assertThat(carry("1.0.0", LAUNCH.formatted(fields))).isInstanceOf(Prepared.Ready.class);
  }

  @ParameterizedTest
  @CsvSource({"1.0.0, true", "1.3.1, true", "1.4.0, false", "1.12.0, false"})
  void aTextsRoleIsWrittenAsRoleWhereReservationsAreNotKnown(String version, boolean asRole) {
    // When
    JsonNode mem =
        call(version, LAUNCH.formatted("").replace("mem:32", "mem(web):32"))
            .at("/accept/operations/0/launch/task_infos/0/resources/1");

    // Then
    assertThat(mem.has("reservations")).isEqualTo(!asRole);
    assertThat(mem.path("role").asText()).isEqualTo(asRole ? "web" : "");
    assertThat(mem.has("reservation")).isFalse();
  }

  @Test
  void aDynamicReservationIsWrittenInTheFormerFormat() {
    // Given
    String reserve =
        "{'type':'RESERVE','reserve':{'resources':[{'name':'cpus','type':'SCALAR','scalar':"
            + "{'value':1},'reservations':[{'type':'DYNAMIC','role':'web','principal':'ops',"
            + "'labels':{'labels':[{'key':'a'}]}}]}]}}";

    // When
    JsonNode resource =
        call("1.3.0", ACCEPT.formatted(reserve)).at("/accept/operations/0/reserve/resources/0");

    // Then
    assertThat(resource.path("role").asText()).isEqualTo("web");
    assertThat(resource.get("reservation"))
        .isEqualTo(
            Carrying.json("{\"principal\":\"ops\",\"labels\":{\"labels\":[{\"key\":\"a\"}]}}"));
    assertThat(resource.has("reservations")).isFalse();
  }

  @Test
  void aRefinedReservationIsRefusedWhereThereIsNoRefinement() {
    // Given
    String reserve =
        "{'type':'RESERVE','reserve':{'resources':[{'name':'cpus','type':'SCALAR','scalar':"
            + "{'value':1},'reservations':[{'type':'STATIC','role':'web'},"
            + "{'type':'DYNAMIC','role':'web/a'}]}]}}";

    // When
    CommandError error = refusal("1.3.0", ACCEPT.formatted(reserve));

    // Then
    assertThat(error.message())
        .isEqualTo(
            "/accept/operations/0/reserve/resources/0/reservations has 2 entries, but more than"
                + " one came with Mesos 1.4.0, but the master is 1.3.0");
    assertThat(carry("1.4.0", ACCEPT.formatted(reserve))).isInstanceOf(Prepared.Ready.class);
  }

  @ParameterizedTest
  @CsvSource({"web, true", "batch, false"})
  void anAllocationIsTakenWhereItsRoleIsTheOnlyOne(String role, boolean taken) {
    String command =
        ACCEPT.formatted(
            "{'type':'RESERVE','reserve':{'resources':[{'name':'cpus','type':'SCALAR','scalar':"
                + "{'value':1},'allocation_info':{'role':'"
                + role
                + "'}}]}}");
    assertThat(carry("1.1.0", command) instanceof Prepared.Ready).isEqualTo(taken);
    assertThat(carry("1.2.0", command)).isInstanceOf(Prepared.Ready.class);
  }

  @Test
  void rolesOfReviveAndSuppressAreNamedAsTheVersionNamesThem() {
    String one = "{'type':'SUPPRESS','suppress':{'roles':['a']}}";
    assertThat(call("1.3.0", one, "a", "b").get("suppress"))
        .isEqualTo(Carrying.json("{\"roles\":[\"a\"]}"));
    assertThat(call("1.2.0", one, "a", "b").get("suppress"))
        .isEqualTo(Carrying.json("{\"role\":\"a\"}"));
    assertThat(call("1.1.0", one, "a").get("suppress")).isEqualTo(Carrying.json("{}"));
  }

  @Test
  void severalRolesAreNotHalfRevived() {
    String two = "{'type':'REVIVE','revive':{'roles':['a','b']}}";
    Prepared prepared = carry("1.2.0", two, "a", "b", "c");
    assertThat(((Prepared.Refused) prepared).refusal().error().message())
        .isEqualTo(
            "/revive/roles has 2 entries, but more than one came with Mesos 1.3.0, but the master"
                + " is 1.2.0");
    assertThat(call("1.2.0", two, "a", "b").get("revive")).isEqualTo(Carrying.json("{}"));
  }

  @Test
  void aLaunchThatIsToBePlacedIsRefusedBeforeItWaits() {
    String launch = LAUNCH.formatted(",'limits':{}").replace("'offer_ids':['offer-1'],", "");
    assertThat(refusal("1.8.0", launch).message()).contains("came with Mesos 1.10.0");
  }
}
