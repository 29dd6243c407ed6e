package io.mesosbridge.app.api;

import io.mesosbridge.app.CommandStanding;
import io.mesosbridge.app.Loop;
import io.mesosbridge.app.LoopAnswer;
import io.mesosbridge.core.Fact.Place;
import io.mesosbridge.core.command.CommandRecord.Position;
import io.mesosbridge.kafka.Envelope;
import io.mesosbridge.kafka.History;
import io.mesosbridge.kafka.Topics;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Finds out where a command stands, and its result: instances remember only where that is. */
@Singleton
class CommandLookup {

  private static final Duration LOOK_EVERY = Duration.ofMillis(50);

  private final Loop loop;
  private final History history;
  private final Topics topics;
  private final Pattern positions;

  CommandLookup(Loop loop, History history, Topics topics) {
    this.loop = loop;
    this.history = history;
    this.topics = topics;
    this.positions =
        Pattern.compile(Pattern.quote(topics.commands.name()) + "-(\\d{1,9})-(\\d{1,18})");
  }

  /**
   * What is known.
   *
   * @param standing of the command
   * @param result its JSON, verbatim; null for none
   */
  @SuppressWarnings("ArrayRecordComponent") // the bytes are handed on, not compared
  record Known(CommandStanding standing, byte[] result) {}

  /** What is known of the command now. */
  Uni<Known> find(String id) {
    return identity(id).chain(identity -> known(id, identity));
  }

  /** The same once it has its result, however long that takes. */
  Uni<Known> await(String id) {
    return identity(id)
        .chain(
            identity ->
                standing(id, identity)
                    .repeat()
                    .withDelay(LOOK_EVERY)
                    .until(standing -> !standing.results().isEmpty())
                    .onItem()
                    .ignoreAsUni()
                    .chain(() -> known(id, identity)));
  }

  private Uni<CommandStanding> standing(String id, String identity) {
    return LoopAnswer.to(() -> loop.ask(bridge -> CommandStanding.of(bridge, id, identity)));
  }

  private Uni<Known> known(String id, String identity) {
    return standing(id, identity)
        .chain(
            standing ->
                Multi.createFrom()
                    .iterable(standing.results())
                    .onItem()
                    .transformToUniAndConcatenate(this::resultAt)
                    .select()
                    .where(result -> result.filter(record -> isOf(identity, record)).isPresent())
                    .toUni()
                    .map(result -> new Known(standing, valueOf(result))));
  }

  private Uni<Optional<ConsumerRecord<byte[], byte[]>>> resultAt(Place place) {
    return Uni.createFrom().completionStage(() -> history.at(topics.commandResults.name(), place));
  }

  private static boolean isOf(String identity, ConsumerRecord<byte[], byte[]> result) {
    return identity.equals(Envelope.commandOf(result));
  }

  private static byte[] valueOf(Optional<ConsumerRecord<byte[], byte[]>> result) {
    return result == null ? null : result.map(ConsumerRecord::value).orElse(null);
  }

  /** An id that is a position is of one record, which tells it from others that stood there. */
  private Uni<String> identity(String id) {
    Matcher position = positions.matcher(id);
    if (!position.matches()) {
      return Uni.createFrom().item(id);
    }
    Place place = new Place(Integer.parseInt(position.group(1)), Long.parseLong(position.group(2)));
    return Uni.createFrom()
        .completionStage(() -> history.at(topics.commands.name(), place))
        .map(found -> found.map(record -> positionOf(record).identity(id)).orElse(id));
  }

  private static Position positionOf(ConsumerRecord<byte[], byte[]> record) {
    return Position.of(
        record.topic(), record.partition(), record.offset(), record.timestamp(), record.value());
  }
}
