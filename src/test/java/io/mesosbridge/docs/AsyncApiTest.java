package io.mesosbridge.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.mesosbridge.core.language.Command.CommandType;
import io.mesosbridge.core.language.CommandError.ErrorCode;
import io.mesosbridge.core.offer.OutstandingOffer.OfferEnd;
import io.mesosbridge.kafka.Topics;
import io.mesosbridge.kafka.Topics.Topic;
import io.mesosbridge.testkit.Configs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** docs/asyncapi.yaml and docs/topics.md name what the code has. */
class AsyncApiTest {

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
  void allCommandsErrorsAndEndsOfOffersAreNamed() {
    // When
    List<String> types = api.values("commandType");

    // Then
    assertThat(types).isEqualTo(names(CommandType.values()));
    assertThat(api.values("errorCode")).isEqualTo(names(ErrorCode.values()));
    assertThat(api.headerValues("offerEnded", "mesos-offer-end"))
        .isEqualTo(Arrays.stream(OfferEnd.values()).map(OfferEnd::label).toList());
  }

  private static List<String> names(Enum<?>[] values) {
    return Arrays.stream(values).map(Enum::name).toList();
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
        .flatMap(Set::stream)
        .forEach(header -> assertThat(page).contains("| `" + header + "` |"));
  }
}
