package io.mesosbridge.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import io.mesosbridge.core.Fact;
import io.mesosbridge.core.Fact.LogRecord;
import io.mesosbridge.core.Fact.Place;
import io.mesosbridge.core.Outgoing;
import io.mesosbridge.core.command.SettledCommands;
import io.mesosbridge.core.offer.OutstandingOffer.OfferEnd;
import io.mesosbridge.testkit.Configs;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the records of the topics that the bridge remembers itself by say. */
class FactCodecTest {

  private static final String FRAMEWORK =
      "{\"framework_id\":\"f-1\",\"state\":\"REGISTERED\",\"at\":\"2030-01-31T12:00:00Z\"}";
  private static final String ROW = "{\"task_id\":\"web\",\"state\":\"TASK_RUNNING\"}";
  private static final String INTENT =
      "{\"command_id\":\"c-1\",\"type\":\"TEARDOWN\",\"repetition\":\"BY_FRAMEWORK\","
          + "\"command\":{\"topic\":\"mesos.commands\",\"partition\":0,\"offset\":7}}";
  private static final String SETTLED = "{\"topic_id\":\"t-1\",\"below\":7,\"above\":[1,2]}";

  private final FactCodec codec = new FactCodec(new Topics(Configs.of(Map.of()).topics()));

  private static ConsumerRecord<byte[], byte[]> record(String topic, String key, String value) {
    return new ConsumerRecord<>(
        "mesos." + topic,
        0,
        100,
        key == null ? null : key.getBytes(UTF_8),
        value == null ? null : value.getBytes(UTF_8));
  }

  private Fact fact(ConsumerRecord<byte[], byte[]> record, String... headers) {
    for (int i = 0; i < headers.length; i += 2) {
      record.headers().add(headers[i], headers[i + 1].getBytes(UTF_8));
    }
    return codec.read(record).map(LogRecord::fact).orElse(null);
  }

  @ParameterizedTest
  @CsvSource({"/mesos/f-1,f-1", "/mesos/a%2Fb+c,a/b c", "/mesos,", "/mesos/%zz,", "other,"})
  void aRowsSourceNamesItsFramework(String source, String framework) {
    // When
    Fact row = fact(record("tasks", "web", ROW), "ce_source", source);

    // Then
    assertThat(row)
        .isInstanceOfSatisfying(
            Fact.TaskRow.class, fact -> assertThat(fact.frameworkId()).isEqualTo(framework));
  }

  @Test
  void eachTopicsRecordsAreUnderstood() {
    // When / Then
    assertThat(fact(record("bridge-state", "framework", FRAMEWORK)))
        .isInstanceOfSatisfying(
            Fact.FrameworkIs.class,
            fact -> assertThat(fact.framework().frameworkId()).isEqualTo("f-1"));
    assertThat(fact(record("bridge-state", "framework", null)))
        .isEqualTo(new Fact.FrameworkIs(null));
    assertThat(fact(record("bridge-state", "command/c-1", INTENT)))
        .isInstanceOfSatisfying(
            Fact.Intended.class, fact -> assertThat(fact.intent().commandId()).isEqualTo("c-1"));
    assertThat(fact(record("bridge-state", "command/c-1", null)))
        .isEqualTo(new Fact.IntentGone("c-1"));
    assertThat(fact(record("bridge-state", "commands", SETTLED)))
        .isEqualTo(new Fact.CommandsSettled(new SettledCommands.Kept("t-1", 7, List.of(1L, 2L))));
    assertThat(fact(record("bridge-state", "commands", null)))
        .isEqualTo(new Fact.CommandsSettled(null));
    assertThat(fact(record("tasks", "web", ROW), "traceparent", "00-1"))
        .isInstanceOfSatisfying(
            Fact.TaskRow.class, fact -> assertThat(fact.task().traceparent()).isEqualTo("00-1"));
    assertThat(fact(record("tasks", "web", null), "ce_id", "u-1", "mesos-command-id", "c-1"))
        .isEqualTo(new Fact.TaskEnded("web", "u-1", "c-1", false));
    assertThat(fact(record("tasks", "web", null), "ce_id", "e-1", "mesos-end-to-come", "true"))
        .isEqualTo(new Fact.TaskEnded("web", "e-1", null, true));
    assertThat(fact(record("tasks", "web", null), "ce_id", "u-3", "mesos-ended-before", "u-2,u-1"))
        .isEqualTo(new Fact.TaskEnded("web", "u-3", null, false, List.of("u-2", "u-1")));
    assertThat(fact(record("offers", "o-1", "{}")))
        .isInstanceOfSatisfying(
            Fact.Offered.class, offered -> assertThat(offered.json()).asString().isEqualTo("{}"));
    assertThat(fact(record("offers", "o-1", null), "mesos-offer-end", "declined"))
        .isEqualTo(new Fact.OfferGone("o-1", OfferEnd.DECLINED));
    assertThat(fact(record("offers", "o-1", null))).isEqualTo(new Fact.OfferGone("o-1", null));
    assertThat(fact(record("command-results", "c-1", "{}")))
        .isEqualTo(new Fact.ResultAt("c-1", new Place(0, 100)));
    assertThat(fact(record("command-results", "c-0-1", "{}"), "ce_id", "c-0-1@then-00"))
        .isEqualTo(new Fact.ResultAt("c-0-1@then-00", new Place(0, 100)));
    assertThat(fact(record("command-results", "c-1", "{}"), "ce_id", "somebody else's"))
        .isEqualTo(new Fact.ResultAt("c-1", new Place(0, 100)));
  }

  @ParameterizedTest
  @CsvSource({"99, 100", "101, 101"})
  void aClaimsEpochIsTheGreaterOfItsOwnAndItsOffset(long claimed, long epoch) {
    // Given
    ConsumerRecord<byte[], byte[]> claim = record("bridge-state", "leader", "{\"instance\":\"a\"}");
    claim.headers().add("ce_epoch", Long.toString(claimed).getBytes(UTF_8));

    // When
    LogRecord read = codec.read(claim).orElseThrow();

    // Then
    assertThat(read.fact()).isEqualTo(new Fact.Claimed("a", claimed, false));
    assertThat(read.epoch()).isEqualTo(epoch);
    assertThat(read.topic()).isEqualTo(Outgoing.Topic.STATE);
  }

  @Test
  void aClaimThatIsWrittenAgainSaysSo() {
    // Given
    String value = "{\"instance\":\"a\",\"epoch\":57}";

    // When
    Fact fact = fact(record("bridge-state", "leader", value));

    // Then
    assertThat(fact).asInstanceOf(type(Fact.Claimed.class)).returns(true, Fact.Claimed::isAgain);
  }

  @Test
  void aClaimToAnEpochThatNoLeaderGetsToIsOneToItsOffset() {
    // Given
    String value = "{\"instance\":\"a\",\"epoch\":999999999999999999}";

    // When
    LogRecord read = codec.read(record("bridge-state", "leader", value)).orElseThrow();

    // Then
    assertThat(read.epoch()).isEqualTo(100);
  }

  @ParameterizedTest
  @ValueSource(strings = {"tasks", "command-results", "offers"})
  void aTaskAnOfferOrACommandMayBeCalledLikeTheClaim(String topic) {
    // When
    Fact fact = fact(record(topic, "leader", ROW));

    // Then
    assertThat(fact).isNotNull().isNotInstanceOf(Fact.Claimed.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"no json", "null", "[]", "17", "{}", "{\"state\":\"NO_SUCH\"}"})
  void aValueThatNoBridgeWroteIsPassedOver(String value) {
    // When / Then
    assertThat(fact(record("bridge-state", "framework", value))).isNull();
    assertThat(fact(record("bridge-state", "command/c-1", value))).isNull();
    assertThat(fact(record("bridge-state", "commands", value))).isNull();
    assertThat(fact(record("tasks", "web", value))).isNull();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "command/c-1 | {'outcome':'REJECTED'}",
        "command/c-1 | {'outcome':'REJECTED','command_id':'c-1','error':{'code':'INVALID'}}",
        "command/c-1 | {'outcome':'REJECTED','command_id':'c-1','command':{'offset':7}}",
        "command/c-1 | {'outcome':'REJECTED','command':{'offset':7},'error':{'code':'INVALID'}}",
        "command/c-1 | {'command_id':'c-1','type':'TEARDOWN','repetition':'BY_FRAMEWORK'}",
        "launch/c-1 | {'command_id':'c-1'}",
        "suspect/r-1 | {'ends':1}"
      },
      quoteCharacter = '"')
  void aRecordThatLacksWhatALeaderNeedsIsPassedOver(String key, String value) {
    // When
    Fact fact = fact(record("bridge-state", key, value.replace('\'', '"')));

    // Then
    assertThat(fact).isNull();
  }

  @Test
  void whatIsNotOfThisBridgeIsPassedOver() {
    // When
    Optional<LogRecord> withoutKey = codec.read(record("tasks", null, "{}"));

    // Then
    assertThat(withoutKey).isEmpty();
    assertThat(fact(record("bridge-state", "of-a-later-version", "{}"))).isNull();
  }

  @ParameterizedTest
  @CsvSource({
    "9, 9",
    "999999999999999, 999999999999999",
    "-1, -1",
    "yesterday, -1",
    "1000000000000000, -1",
    "999999999999999999, -1"
  })
  void anEpochThatNoLeaderWroteIsNone(String header, long epoch) {
    // Given
    ConsumerRecord<byte[], byte[]> row = record("tasks", "web", ROW);
    row.headers().add("ce_epoch", header.getBytes(UTF_8));

    // When
    LogRecord read = codec.read(row).orElseThrow();

    // Then
    assertThat(read.epoch()).isEqualTo(epoch);
  }
}
