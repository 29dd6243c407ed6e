package io.mesosbridge.core.preparation;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.mesosbridge.core.language.CommandError;
import io.mesosbridge.core.preparation.Preparation.Prepared;
import java.util.List;
import java.util.stream.StreamSupport;

/** Launches of tasks that want a number of ports, and what they are told. */
final class AskingForPorts {

  private AskingForPorts() {}

  static String launch(String offers, String... tasks) {
    return "{'type':'LAUNCH','launch':{%s'task_infos':[%s]}}"
        .formatted(offers, String.join(",", tasks))
        .replace('\'', '"');
  }

  static String task(String id, String resources, String more) {
    return "{'task_id':'%s','resources':'%s'%s}".formatted(id, resources, more);
  }

  static Prepared.Ready ready(String command) {
    Prepared prepared = Carrying.carry(command);
    assertThat(prepared).isInstanceOf(Prepared.Ready.class);
    return (Prepared.Ready) prepared;
  }

  static JsonNode told(String resources, String more) {
    return Carrying.call(ready(launch("", task("a", resources, more))))
        .at("/accept/operations/0/launch/task_infos/0");
  }

  static List<String> environment(JsonNode holder) {
    return StreamSupport.stream(holder.at("/environment/variables").spliterator(), false)
        .map(each -> each.path("name").asText() + "=" + each.path("value").asText())
        .toList();
  }

  static CommandError refusal(String command) {
    return ((Prepared.Refused) Carrying.carry(command)).refusal().error();
  }
}
