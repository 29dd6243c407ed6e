package io.mesosbridge.core;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.mesosbridge.core.Outgoing.Source;
import io.mesosbridge.core.Outgoing.Topic;
import io.mesosbridge.core.RecordingOutside.Write;
import org.junit.jupiter.api.Test;

class JournalTest {

  private final RecordingOutside outside = new RecordingOutside();
  private final Journal journal = new Journal(outside, "instance-1", 7, null, new Now(1, 1));

  private void event() {
    journal.event(
        WriteId.Plain.SURELY,
        Topic.EVENTS,
        journal.frameworkKey(),
        new Outgoing.Type(true, "MESSAGE"),
        journal.eventId(),
        "{}".getBytes(UTF_8));
  }

  @Test
  void recordsNameFrameworkStreamEventAndTime() {
    // When
    journal.subscription("framework-1", "stream-1");
    journal.at(new Now(2, 2_000));
    journal.follow("stream-1", 5);
    event();
    journal.follow("stream-2", 1);
    event();

    // Then
    assertThat(outside.all(Write.class))
        .extracting(write -> write.record().id())
        .containsExactly("stream-1/5", "stream-2/1");
    Outgoing first = outside.all(Write.class).get(0).record();
    assertThat(first.key()).isEqualTo("framework-1");
    assertThat(first.source()).isEqualTo(new Source("framework-1", "stream-1", 5, 7));
    assertThat(first.type()).isEqualTo(new Outgoing.Type(true, "MESSAGE"));
    assertThat(first.millis()).isEqualTo(2_000);
  }

  @Test
  void noticesAreToldApartWithoutASubscription() {
    // When
    for (int i = 0; i < 2; i++) {
      journal.notice(new Outgoing.Type(false, "disconnected"), "{}".getBytes(UTF_8));
    }

    // Then
    assertThat(outside.all(Write.class))
        .extracting(write -> write.record().id())
        .doesNotHaveDuplicates()
        .hasSize(2);
    assertThat(outside.all(Write.class))
        .allSatisfy(
            write -> {
              assertThat(write.record().source()).isEqualTo(new Source(null, null, 0, 7));
              assertThat(write.record().key()).isEqualTo("instance-1");
              assertThat(write.id().insists()).isTrue();
            });
  }
}
