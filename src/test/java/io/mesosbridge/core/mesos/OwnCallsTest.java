package io.mesosbridge.core.mesos;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class OwnCallsTest {

  @Property(tries = 500)
  void anAcknowledgementSaysWhatItsJsonObjectSays(
      @ForAll("ids") String framework,
      @ForAll("ids") String task,
      @ForAll("ids") String agent,
      @ForAll("ids") String uuid)
      throws Exception {
    // When
    Call call = new OwnCalls(framework).acknowledge(task, agent, uuid);

    // Then
    ObjectNode expected = JsonNodeFactory.instance.objectNode();
    expected.putObject("framework_id").put("value", framework);
    expected.put("type", "ACKNOWLEDGE");
    ObjectNode acknowledge = expected.putObject("acknowledge");
    acknowledge.putObject("agent_id").put("value", agent);
    acknowledge.putObject("task_id").put("value", task);
    acknowledge.put("uuid", uuid);
    assertThat(call.type()).isEqualTo("ACKNOWLEDGE");
    assertThat(new ObjectMapper().readTree(call.body())).isEqualTo(expected);
    assertThat(call).hasToString(expected.toString());
  }

  /** As Mesos makes them, and as frameworks may. */
  @Provide
  Arbitrary<String> ids() {
    return Arbitraries.oneOf(
        Arbitraries.strings().withCharRange('!', '~').excludeChars('"', '\\').ofMaxLength(30),
        Arbitraries.strings().ascii().ofMaxLength(10),
        Arbitraries.strings().withChars("\"\\\n\u007fä€ ").ofMaxLength(3));
  }
}
