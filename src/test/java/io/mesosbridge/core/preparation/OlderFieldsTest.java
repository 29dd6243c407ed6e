package io.mesosbridge.core.preparation;

import static io.mesosbridge.core.preparation.OlderMastersTest.ACCEPT;
import static io.mesosbridge.core.preparation.OlderMastersTest.LAUNCH;
import static io.mesosbridge.core.preparation.OlderMastersTest.carry;
import static io.mesosbridge.core.preparation.OlderMastersTest.refusal;
import static org.assertj.core.api.Assertions.assertThat;

import io.mesosbridge.core.language.CommandError;
import io.mesosbridge.core.language.CommandError.ErrorCode;
import io.mesosbridge.core.preparation.Preparation.Prepared;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A field that a version cannot have is refused with both versions, and sent from the next on. */
class OlderFieldsTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "1.0.4 | 1.1.0 | /container/linux_info | 'container':{'linux_info':{}}",
        "1.1.1 | 1.2.0 | /check | 'check':{'type':'COMMAND'}",
        "1.0.4 | 1.1.0 | /health_check/tcp | 'health_check':{'type':'TCP','tcp':{'port':1}}",
        "1.2.0 | 1.3.0 | /check/tcp | 'check':{'type':'TCP','tcp':{'port':1}}",
        "1.5.3 | 1.6.0 | /max_completion_time | 'max_completion_time':{'nanoseconds':1}",
        "1.9.0 | 1.10.0 | /limits | 'limits':{'cpus':{'value':2}}",
        "1.4.3 | 1.5.0 | /container/volumes/0/source/host_path | "
            + "'container':{'volumes':[{'source':{'host_path':{'path':'/x'}}}]}",
        "1.0.4 | 1.1.0 | /container/volumes/0/source/sandbox_path | "
            + "'container':{'volumes':[{'source':{'sandbox_path':{'path':'x'}}}]}",
        "1.0.4 | 1.1.0 | /container/network_infos/0/port_mappings | "
            + "'container':{'network_infos':[{'port_mappings':[]}]}",
        "1.1.1 | 1.2.0 | /container/rlimit_info | " + "'container':{'rlimit_info':{}}",
        "1.1.1 | 1.2.0 | /container/tty_info | " + "'container':{'tty_info':{}}",
        "1.2.0 | 1.3.0 | /container/mesos/image/docker/config | "
            + "'container':{'mesos':{'image':{'docker':{'name':'i','config':{}}}}}",
        "1.2.0 | 1.3.0 | /container/volumes/0/source/secret | "
            + "'container':{'volumes':[{'source':{'secret':{}}}]}",
        "1.3.2 | 1.4.0 | /container/linux_info/bounding_capabilities | "
            + "'container':{'linux_info':{'bounding_capabilities':{}}}",
        "1.3.2 | 1.4.0 | /container/linux_info/effective_capabilities | "
            + "'container':{'linux_info':{'effective_capabilities':{}}}",
        "1.3.2 | 1.4.0 | /container/linux_info/share_pid_namespace | "
            + "'container':{'linux_info':{'share_pid_namespace':true}}",
        "1.4.3 | 1.5.0 | /health_check/http/protocol | "
            + "'health_check':{'type':'HTTP','http':{'port':1,'protocol':'IPV6'}}",
        "1.4.3 | 1.5.0 | /health_check/tcp/protocol | "
            + "'health_check':{'type':'TCP','tcp':{'port':1,'protocol':'IPV6'}}",
        "1.7.3 | 1.8.0 | /container/linux_info/seccomp | "
            + "'container':{'linux_info':{'seccomp':{}}}",
        "1.8.1 | 1.9.0 | /container/linux_info/ipc_mode | "
            + "'container':{'linux_info':{'ipc_mode':'PRIVATE'}}",
        "1.8.1 | 1.9.0 | /container/linux_info/shm_size | "
            + "'container':{'linux_info':{'shm_size':64}}",
        "1.9.0 | 1.10.0 | /container/linux_info/share_cgroups | "
            + "'container':{'linux_info':{'share_cgroups':true}}",
        "1.10.0 | 1.11.0 | /container/volumes/0/source/csi_volume | "
            + "'container':{'volumes':[{'source':{'csi_volume':{}}}]}"
      })
  void aFieldIsRefusedBeforeItsVersionAndSentFromThenOn(
      String last, String first, String place, String field) {
    String command = LAUNCH.formatted("," + field);
    CommandError error = refusal(last, command);
    assertThat(error.code()).isEqualTo(ErrorCode.INVALID);
    assertThat(error.field()).isEqualTo("/launch/task_infos/0" + place);
    assertThat(error.message())
        .isEqualTo(
            "%s came with Mesos %s, but the master is %s; leave it out"
                .formatted(error.field(), first, last));
    assertThat(carry(first, command)).isInstanceOf(Prepared.Ready.class);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "1.0.4 | 1.1.0 | shared | 'disk':{'persistence':{'id':'v'}},'shared':{}",
        "1.2.0 | 1.3.0 | provider_id | 'provider_id':{'value':'p'}",
        "1.4.3 | 1.5.0 | disk/source/profile | 'disk':{'source':{'type':'MOUNT','profile':'p'}}",
        "1.7.3 | 1.8.0 | disk/source/vendor | 'disk':{'source':{'type':'MOUNT','vendor':'v'}}"
      })
  void aFieldOfAResourceToo(String last, String first, String place, String field) {
    String resource = "{'name':'disk','type':'SCALAR','scalar':{'value':1},%s}".formatted(field);
    String create = "{'type':'CREATE','create':{'volumes':[%s]}}".formatted(resource);
    CommandError error = refusal(last, ACCEPT.formatted(create));
    assertThat(error.field()).isEqualTo("/accept/operations/0/create/volumes/0/" + place);
    assertThat(error.message()).contains("came with Mesos " + first, "the master is " + last);
    assertThat(messageOf(carry(first, ACCEPT.formatted(create)))).doesNotContain("came with");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "1.7.3 | 1.8.0 | {'type':'CREATE_DISK','create_disk':{'source':{},'target_type':'MOUNT',"
            + "'target_profile':'p'}} | create_disk/target_profile",
        "1.9.0 | 1.10.0 | {'type':'RESERVE','reserve':{'source':[],'resources':'cpus(web):1'}} "
            + "| reserve/source"
      })
  void aFieldOfAnOperationToo(String last, String first, String operation, String place) {
    CommandError error = refusal(last, ACCEPT.formatted(operation));
    assertThat(error.field()).isEqualTo("/accept/operations/0/" + place);
    assertThat(error.message()).contains("came with Mesos " + first, "the master is " + last);
    assertThat(messageOf(carry(first, ACCEPT.formatted(operation)))).doesNotContain("came with");
  }

  @Test
  void aFieldOfAnUpdateOfTheFrameworkToo() {
    String command =
        "{'type':'UPDATE_FRAMEWORK','update_framework':{'offer_constraints':{},"
            + "'framework_info':{'user':'root','name':'n','roles':['web']}}}";
    CommandError error = refusal("1.10.0", command);
    assertThat(error.field()).isEqualTo("/update_framework/offer_constraints");
    assertThat(error.message()).contains("came with Mesos 1.11.0", "the master is 1.10.0");
    assertThat(messageOf(carry("1.11.0", command))).doesNotContain("came with");
  }

  /** Where it is refused all the same, it is for another reason. */
  private static String messageOf(Prepared prepared) {
    return prepared instanceof Prepared.Refused refused ? refused.refusal().error().message() : "";
  }
}
