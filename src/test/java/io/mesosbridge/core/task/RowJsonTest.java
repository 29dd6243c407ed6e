package io.mesosbridge.core.task;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.mesosbridge.core.StateJson;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class RowJsonTest {

  @Property(tries = 500)
  void aRowSaysWhatItsJsonObjectSays(
      @ForAll("texts") String taskId,
      @ForAll("texts") String state,
      @ForAll("textsOrNull") String agentId,
      @ForAll("textsOrNull") String executorId,
      @ForAll("textsOrNull") String uuid,
      @ForAll("textsOrNull") String commandId,
      @ForAll("textsOrNull") String hostname,
      @ForAll("textsOrNull") String role,
      @ForAll("textsOrNull") String resources,
      @ForAll("textsOrNull") String executorResources,
      @ForAll("attributes") Map<String, String> attributes) {
    // Given
    LiveTask row =
        new LiveTask(
            taskId,
            state,
            agentId,
            executorId,
            uuid,
            "2030-01-31",
            commandId,
            "web",
            hostname,
            role,
            resources,
            executorResources,
            attributes,
            "00-1");

    // When
    byte[] json = row.json();

    // Then
    assertThat(new String(json, UTF_8)).isEqualTo(new String(StateJson.write(row), UTF_8));
  }

  @Provide
  Arbitrary<String> texts() {
    return Arbitraries.oneOf(
        Arbitraries.strings().withCharRange('!', '~').excludeChars('"', '\\').ofMaxLength(30),
        Arbitraries.strings().withChars("\"\\\n\u007fä€ ").ofMaxLength(3));
  }

  @Provide
  Arbitrary<Map<String, String>> attributes() {
    return Arbitraries.maps(texts(), texts()).ofMaxSize(3);
  }

  @Provide
  Arbitrary<String> textsOrNull() {
    return texts().injectNull(0.3);
  }
}
