package io.mesosbridge.core;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.mesosbridge.core.Journal.Notices;
import io.mesosbridge.core.Outgoing.Topic;
import io.mesosbridge.core.Outside.Counted;
import io.mesosbridge.testkit.AsyncApi;
import io.mesosbridge.testkit.JsonTree;
import io.mesosbridge.testkit.RecordSchemas;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The notices are those of docs/asyncapi.yaml, field by field. */
class NoticeSchemasTest {

  private static final Map<Class<?>, Object> SAMPLES =
      Map.of(
          String.class,
          "heartbeats",
          long.class,
          7L,
          int.class,
          7,
          Map.class,
          Map.of("heartbeats", 7L),
          Iterable.class,
          List.of("web-1"));

  private final RecordingOutside outside = new RecordingOutside("ids");
  private final Notices notices =
      new Notices(new Journal(outside, "instance-1", 7, "framework-1", new Now(1, 1)));

  static List<Method> said() {
    return Arrays.stream(Notices.class.getDeclaredMethods())
        .filter(method -> !Modifier.isPrivate(method.getModifiers()) && !method.isSynthetic())
        .toList();
  }

  private JsonNode say(Method notice) throws ReflectiveOperationException {
    Object returned = notice.invoke(notices, samplesFor(notice));
    Outgoing record =
        returned == null ? outside.written(Topic.EVENTS).get(0).record() : (Outgoing) returned;
    return JsonTree.read(new String(record.value(), StandardCharsets.UTF_8));
  }

  private static Object[] samplesFor(Method notice) {
    boolean isDisconnected = notice.getName().equals("disconnected");
    return Arrays.stream(notice.getParameterTypes())
        .map(type -> isDisconnected ? "end-of-stream" : SAMPLES.get(type))
        .toArray();
  }

  @ParameterizedTest
  @MethodSource("said")
  void aNoticeHasTheFieldsOfItsSchema(Method notice) throws ReflectiveOperationException {
    // When
    JsonNode json = say(notice);

    // Then
    String schema = notice.getName() + "Notice";
    assertThat(new RecordSchemas().mistakesOf(schema, json)).isEmpty();
    assertThat(names(json)).isEqualTo(names(AsyncApi.read().schema(schema).path("properties")));
    assertThat(AsyncApi.read().messages("mesos.events"))
        .containsEntry(
            "io.mesosbridge." + json.path("notice").asText(),
            "/components/messages/" + notice.getName());
  }

  private static Set<String> names(JsonNode object) {
    Set<String> names = new TreeSet<>();
    object.fieldNames().forEachRemaining(names::add);
    return names;
  }

  @Test
  void noOtherNoticesAreDescribed() {
    assertThat(
            AsyncApi.read().messages("mesos.events").keySet().stream()
                .filter(name -> name.startsWith("io.mesosbridge.")))
        .hasSize(said().size());
  }

  @Test
  void whatIsDroppedIsNamedAsItIsCounted() {
    assertThat(AsyncApi.read().values("shedKind"))
        .isEqualTo(
            Arrays.stream(Counted.values())
                .filter(counted -> counted.meter().equals("bridge.shed"))
                .map(Counted::value)
                .toList());
  }
}
