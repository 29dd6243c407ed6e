package io.mesosbridge.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.mesosbridge.config.BridgeConfig.Placement;
import io.mesosbridge.core.language.CommandError.ErrorCode;
import io.mesosbridge.core.mesos.Happening;
import io.mesosbridge.core.offer.Constraint;
import io.mesosbridge.core.offer.OutstandingOffer.OfferEnd;
import io.mesosbridge.kafka.Topics;
import io.mesosbridge.kafka.Topics.Topic;
import io.mesosbridge.testkit.AsyncApi;
import io.mesosbridge.testkit.Configs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** docs/asyncapi.yaml and docs/topics.md name what the code has. */
class AsyncApiTest {

  private static final Pattern TYPE = Pattern.compile("Outgoing\\.Type\\(false, \"([a-z-]+)\"\\)");

  private final AsyncApi api = AsyncApi.read();
  private final Topics topics = new Topics(Configs.of(Map.of()).topics());

  @Test
  void everyTopicIsAChannelWithMessagesAndAnOperation() {
    // Given
    Set<String> names = topics.all().stream().map(Topic::name).collect(Collectors.toSet());

    // When
    Set<String> channels = api.topics();

    // Then
    assertThat(channels).isEqualTo(names);
    assertThat(api.operationsTopics()).isEqualTo(names);
    assertThat(channels).allSatisfy(topic -> assertThat(api.messages(topic)).isNotEmpty());
  }

  @Test
  void enumerationsHaveTheValuesOfTheCode() {
    assertThat(api.values("errorCode")).isEqualTo(names(ErrorCode.values()));
    assertThat(api.values("constraintOperator")).isEqualTo(names(Constraint.Operator.values()));
    assertThat(api.values("policy")).isEqualTo(lowerCase(Placement.Policy.values()));
    assertThat(api.values("disconnectionCause"))
        .isEqualTo(Arrays.stream(Happening.Cause.values()).map(Happening.Cause::label).toList());
    assertThat(api.headerValues("offerEnded", "mesos-offer-end"))
        .isEqualTo(Arrays.stream(OfferEnd.values()).map(OfferEnd::label).toList());
  }

  private static List<String> names(Enum<?>[] values) {
    return Arrays.stream(values).map(Enum::name).toList();
  }

  private static List<String> lowerCase(Enum<?>[] values) {
    return names(values).stream().map(name -> name.toLowerCase(Locale.ROOT)).toList();
  }

  @Test
  void everyTypeOfARecordThatTheCodeNamesIsAMessage() throws IOException {
    // Given
    Set<String> named = new TreeSet<>();
    try (Stream<Path> files = Files.walk(Path.of("src/main/java"))) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        TYPE.matcher(Files.readString(file))
            .results()
            .forEach(type -> named.add("io.mesosbridge." + type.group(1)));
      }
    }

    // When
    Set<String> messages =
        api.topics().stream()
            .flatMap(topic -> api.messages(topic).keySet().stream())
            .collect(Collectors.toSet());

    // Then
    assertThat(named).hasSizeGreaterThan(10);
    assertThat(messages).containsAll(named);
  }

  @Test
  void thePageNamesEveryTopicHeaderAndNotice() throws IOException {
    // When
    String page = Files.readString(Path.of("docs/topics.md"));

    // Then
    for (Topic topic : topics.all()) {
      assertThat(page).contains("| `" + topic.name() + "` |");
    }
    api.messages("mesos.events").keySet().stream()
        .filter(name -> name.startsWith("io.mesosbridge."))
        .forEach(name -> assertThat(page).contains("| `" + name + "` |"));
    api.messages("mesos.task-updates").values().stream()
        .flatMap(message -> api.headers(message).stream())
        .forEach(header -> assertThat(page).contains("| `" + header + "` |"));
  }
}
