package io.mesosbridge.sandbox.mesos;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.mesosbridge.testkit.JsonTree;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each version knows the names of its own enums. */
class CallSchemaTest {

  private static final String LAUNCH =
      "{type:ACCEPT,accept:{operations:{type:LAUNCH,launch:{task_infos:"
          + "{name:t,task_id:{value:t},agent_id:{value:a},%s}}}}}";
  private static final String DISK = "resources:{name:disk,type:SCALAR,disk:{source:{type:RAW}}}";
  private static final String VOLUME =
      "container:{type:MESOS,volumes:{container_path:a,mode:RW,source:{type:RAW}}}";

  @ParameterizedTest
  @CsvSource({
    "3, HOST_PATH, 5, false",
    "0, SANDBOX_PATH, 1, false",
    "4, RAW, 5, true",
    "4, BLOCK, 5, true"
  })
  void aNameThatIsYoungerThanTheMasterIsRefusedAndTakenByTheNext(
      int minor, String name, int next, boolean ofDisk) {
    // Given
    String text =
        LAUNCH
            .formatted((ofDisk ? DISK : VOLUME).replace("RAW", name))
            .replaceAll("(\\w+)", "\"$1\"");
    JsonNode call = CallSchema.normalised("Call", JsonTree.read(text));

    // When
    String old = CallSchema.broken("Call", call, minor);

    // Then
    assertThat(old).isEqualTo("Failed to find enum for '" + name + "'");
    assertThat(CallSchema.broken("Call", call, next)).isNull();
  }
}
