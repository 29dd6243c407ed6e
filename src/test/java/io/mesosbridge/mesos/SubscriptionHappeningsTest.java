package io.mesosbridge.mesos;

import static io.mesosbridge.mesos.ScriptedMaster.answer;
import static io.mesosbridge.mesos.ScriptedMaster.error;
import static io.mesosbridge.mesos.ScriptedMaster.redirect;
import static org.assertj.core.api.Assertions.assertThat;

import io.mesosbridge.core.mesos.Event.EventRecord;
import io.mesosbridge.core.mesos.Happening.Cause;
import io.mesosbridge.core.mesos.SubscriptionState;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

/** Whatever masters and owner do in whatever order, the subscription stays within its diagram. */
class SubscriptionHappeningsTest {

  private static final Set<String> ANYWHERE = Set.of("STANDBY", "TORN_DOWN");
  private static final Map<String, Set<String>> LEGAL =
      Map.of(
          "STANDBY", Set.of("LOCATING"),
          "TORN_DOWN", Set.of("LOCATING"),
          "STOPPED", Set.of("LOCATING"),
          "LOCATING", Set.of("SUBSCRIBING"),
          "SUBSCRIBING", Set.of("SUBSCRIBING", "SUBSCRIBED", "BACKING_OFF", "STOPPED"),
          "SUBSCRIBED", Set.of("BACKING_OFF", "STOPPED"),
          "BACKING_OFF", Set.of("LOCATING"));

  private static Vertx vertx;

  /** What can happen, by the owner's will or the master's. */
  enum Happening {
    START,
    STOP,
    TORN_DOWN,
    RESUBSCRIBE,
    SEND,
    ACCEPT_NEXT,
    END_NEXT,
    REFUSE_NEXT,
    REMOVE_NEXT,
    FAIL_OVER_NEXT,
    REDIRECT_NEXT,
    BUSY_NEXT,
    GARBAGE_NEXT,
    END_STREAM,
    CUT_STREAM,
    PAUSE
  }

  /** Holds each thing that is told against what was told before. */
  private static final class Judge extends Recorder {
    private boolean standing;
    private long sequence;

    @Override
    void onStateChanged(SubscriptionState from, SubscriptionState to) {
      super.onStateChanged(from, to);
      assertThat(to.label())
          .as("from %s", from.label())
          .matches(
              next -> ANYWHERE.contains(next) || LEGAL.get(from.label()).contains(next), "legal");
    }

    @Override
    void onSubscribed(SubscriptionState.Subscribed state) {
      super.onSubscribed(state);
      assertThat(standing).isFalse();
      standing = true;
      sequence = 0;
    }

    @Override
    void onEnded(io.mesosbridge.core.mesos.Happening.Ended ended) {
      super.onEnded(ended);
      assertThat(ended.stood()).as("once for each onSubscribed").isEqualTo(standing);
      standing = false;
    }

    @Override
    void onRecord(EventRecord record) {
      super.onRecord(record);
      if (standing) {
        assertThat(record.sequence()).isEqualTo(++sequence);
      }
    }
  }

  @BeforeContainer
  static void open() {
    vertx = Vertx.vertx();
  }

  @AfterContainer
  static void close() {
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }

  @Property(tries = 60)
  void noSequenceOfHappeningsLeavesTheDiagram(
      @ForAll @Size(min = 3, max = 25) List<Happening> happenings) {
    // Given
    Judge judge = new Judge();
    try (ScriptedMaster master = new ScriptedMaster(vertx);
        SubscriptionFixture bridge = new SubscriptionFixture(vertx, judge, master.endpoint())) {
      // When
      bridge.failOnUncaught();
      happenings.forEach(happening -> happen(happening, master, bridge));

      // Then
      assertThat(bridge.uncaught()).isEmpty();
      assertThat(bridge.subscription.errors()).isEmpty();
      bridge.stop();
      assertThat(bridge.on(bridge.subscription::state).label()).isEqualTo("STANDBY");
      assertThat(judge.disconnected).hasSize(judge.subscribed.size());
      master.recover();
      bridge.startAndAwaitSubscribed();
      assertThat(bridge.uncaught()).isEmpty();
      assertThat(bridge.subscription.errors()).isEmpty();
    }
  }

  private static void happen(
      Happening happening, ScriptedMaster master, SubscriptionFixture bridge) {
    switch (happening) {
      case START ->
          bridge.run(
              () -> {
                if (bridge.subscription.state() instanceof SubscriptionState.Idle) {
                  bridge.subscribe();
                }
              });
      case STOP -> bridge.stop();
      case TORN_DOWN -> bridge.run(bridge.subscription::tornDown);
      case RESUBSCRIBE -> bridge.run(() -> bridge.subscription.resubscribe(Cause.REQUESTED));
      case SEND -> bridge.send("KILL");
      case END_STREAM -> master.onOpenStreams(HttpServerResponse::end);
      case CUT_STREAM -> master.onOpenStreams(HttpServerResponse::reset);
      case PAUSE -> bridge.letItSeeWhatHasCome();
      default -> master.subscribe(next(happening, master));
    }
  }

  private static Handler<HttpServerRequest> next(Happening happening, ScriptedMaster master) {
    return switch (happening) {
      case END_NEXT -> master.streamAndEnd(master.subscribed());
      case REFUSE_NEXT -> answer(401, "");
      case REMOVE_NEXT -> master.streamAndEnd(error("Framework has been removed"));
      case FAIL_OVER_NEXT ->
          master.streamAndEnd(master.subscribed() + error("Framework failed over"));
      case REDIRECT_NEXT -> redirect(master.endpoint().toString());
      case BUSY_NEXT -> answer(503, "No leader elected");
      case GARBAGE_NEXT -> master.stream(master.subscribed() + "garbage");
      default -> master.stream(master.subscribed());
    };
  }
}
