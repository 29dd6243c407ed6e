package io.mesosbridge.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.mesosbridge.testkit.JsonTree;
import io.mesosbridge.testkit.KafkaRecord;
import io.mesosbridge.testkit.RecordSchemas;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is wrong is wrong by the schemas of docs/asyncapi.yaml as well. */
class WrongRecordsTest {

  private final RecordSchemas schemas = new RecordSchemas();
  private final Map<String, String> headers = new HashMap<>();

  @BeforeEach
  void headersOfATask() {
    headers.put("content-type", "application/json");
    headers.put("ce_specversion", "1.0");
    headers.put("ce_type", "io.mesosbridge.task");
    headers.put("ce_source", "/mesos/framework-1");
    headers.put("ce_id", "stream-1/7");
    headers.put("ce_time", "2030-01-31T12:00:00.131Z");
    headers.put("ce_subject", "web-1");
    headers.put("ce_epoch", "7");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          command | {}
          command | {"type": "LUNCH"}
          command | {"type": "kill", "kill": {"task_id": "a"}}
          command | {"type": "KILL"}
          command | {"type": "KILL", "kill": []}
          command | {"type": "KILL", "kill": {}}
          command | {"type": "KILL", "kill": {"task_id": 7}}
          command | {"type": "KILL", "kill": {"task_id": ""}}
          command | {"type": "KILL", "kill": {"task_id": {"id": "a"}}}
          command | {"type": "REVIVE", "id": 7}
          command | {"type": "REVIVE", "id": ""}
          command | {"type": "REVIVE", "id": "a\\u0007"}
          command | {"type": "REVIVE", "expires_at": "soon"}
          command | {"type": "REVIVE", "framework_id": 7}
          command | {"type": "REVIVE", "revive": {"roles": ["a b"]}}
          command | {"type": "SUPPRESS", "suppress": {"roles": ["web", "-a"]}}
          command | {"type": "SUPPRESS", "suppress": {"roles": ["a//b"]}}
          command | {"type": "SUPPRESS", "suppress": {"roles": ["a/.."]}}
          command | {"type": "SUBSCRIBE", "subscribe": {}}
          command | {"type": "DECLINE", "decline": {"offer_ids": []}}
          command | {"type": "DECLINE", "decline": {"offer_ids": "offer-1"}}
          command | {"type": "DECLINE", "decline": {"offer_ids": ["o"], "filters": {"refuse_seconds": "5"}}}
          command | {"type": "RECONCILE", "reconcile": {"tasks": [{}]}}
          command | {"type": "MESSAGE", "message": {"agent_id": "a", "executor_id": "b"}}
          command | {"type": "ACKNOWLEDGE", "acknowledge": {"agent_id": "a", "task_id": "t", "uuid": "aGk="}}
          command | {"type": "UPDATE_FRAMEWORK", "update_framework": {"framework_info": {"user": "a"}}}
          command | {"type": "UPDATE_FRAMEWORK", "update_framework": {"framework_info": {"user": "a", "name": "b", "roles": "web"}}}
          command | {"type": "UPDATE_FRAMEWORK", "update_framework": {"framework_info": {"user": "a", "name": "b", "roles": [["web"]]}}}
          command | {"type": "CANCEL", "cancel": {"command_id": 7}}
          command | {"type": "LAUNCH", "launch": {"task_infos": []}}
          command | {"type": "LAUNCH", "launch": {"task_infos": [{"task_id": "a/b"}]}}
          command | {"type": "LAUNCH", "launch": {"task_infos": [{"task_id": {"value": ".."}}]}}
          command | {"type": "LAUNCH", "launch": {"task_infos": [{"task_id": "a", "resources": 7}]}}
          command | {"type": "LAUNCH", "launch": {"task_infos": [{"task_id": "a", "resources": ["cpus:1"]}]}}
          command | {"type": "LAUNCH", "deadline": "5m", "launch": {"task_infos": [{"task_id": "a"}]}}
          command | {"type": "LAUNCH", "priority": 0.5, "launch": {"task_infos": [{"task_id": "a"}]}}
          command | {"type": "LAUNCH", "priority": 2147483648, "launch": {"task_infos": [{"task_id": "a"}]}}
          command | {"type": "LAUNCH", "policy": "random", "launch": {"task_infos": [{"task_id": "a"}]}}
          command | {"type": "LAUNCH", "group": "", "launch": {"task_infos": [{"task_id": "a"}]}}
          command | {"type": "LAUNCH", "constraints": [["rack"]], "launch": {"task_infos": [{"task_id": "a"}]}}
          command | {"type": "LAUNCH", "constraints": [["rack", "UNIQ"]], "launch": {"task_infos": [{"task_id": "a"}]}}
          command | {"type": "LAUNCH_GROUP", "launch_group": {"task_group": {"tasks": [{"task_id": "a"}]}}}
          command | {"type": "ACCEPT", "accept": {"offer_ids": ["o"], "operations": [{"type": "RESERVED"}]}}
          command | {"type": "ACCEPT", "accept": {"offer_ids": ["o"], "operations": [{"type": "CREATE"}]}}
          operation | {"type": "LAUNCH", "id": "x", "launch": {"task_infos": [{"task_id": "a"}]}}
          taskInfo | {"task_id": "a", "max_completion_time": {"nanoseconds": "1"}}
          commandResult | {"command_id": "a", "outcome": "ACCEPTED"}
          commandError | {"code": "NOTHING", "message": "all is well"}
          outcome | "PERHAPS"
          task | {"task_id": "a"}
          launch | {"command_id": "a"}
          connectedNotice | {"notice": "disconnected", "at": "2030-01-31T12:00:00Z", "master": "m", "stream_id": "s"}
          disconnectedNotice | {"notice": "disconnected", "at": "2030-01-31T12:00:00Z", "cause": "bored", "why": "w"}
          sheddingStoppedNotice | {"notice": "shedding-stopped", "at": "2030-01-31T12:00:00Z", "shed": {"tea": 1}}
          taskStatus | {"task_id": "a", "state": "TASK_RUNNING"}
          offer | {"id": {"value": "o"}}
          subscribedEvent | {"type": "SUBSCRIBED"}
          """)
  void aValueThatIsWrongIsToldSo(String schema, String json) {
    assertThat(schemas.mistakesOf(schema, JsonTree.read(json))).isNotEmpty();
  }

  private KafkaRecord task(String key, String value) {
    return new KafkaRecord("tasks", 0, key, value, headers);
  }

  private static String row() {
    return "{\"task_id\":\"web-1\",\"state\":\"TASK_RUNNING\",\"group\":\"web\",\"updated_at\":\"2030-01-31T12:00:00Z\"}";
  }

  @Test
  void aRowAndItsTombstoneAreRight() {
    assertThat(schemas.mistakesOf(task("web-1", row()))).isEmpty();
    assertThat(schemas.mistakesOf(task("web-1", null))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "ce_epoch, seven",
    "ce_epoch, ",
    "ce_time, noon",
    "ce_type, io.mesosbridge.tea",
    "ce_source, /marathon",
    "traceparent, 00-1-2-03",
    "mesos-tea, green",
  })
  void aHeaderThatIsWrongIsToldSo(String header, String value) {
    // Given
    headers.put(header, value);
    headers.values().removeIf(each -> each == null);

    // When
    var mistakes = schemas.mistakesOf(task("web-1", row()));

    // Then
    assertThat(mistakes).isNotEmpty();
  }

  @Test
  void aRecordWithoutKeyOrOfAnotherTopicIsToldSo() {
    assertThat(schemas.mistakesOf(task(null, row()))).isNotEmpty();
    assertThat(schemas.mistakesOf(new KafkaRecord("offers", 0, "web-1", row(), headers)))
        .isNotEmpty();
  }
}
