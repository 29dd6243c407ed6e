package io.mesosbridge.leadership;

import io.mesosbridge.kafka.Complaint;
import io.mesosbridge.state.Keys;
import io.mesosbridge.state.LeaderClaim;
import io.mesosbridge.state.Remembered;
import io.mesosbridge.state.StateJson;
import io.mesosbridge.state.StateReader;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/**
 * Decides when this instance leads. Standing by, it follows the state topics; owning the command
 * partition, it claims leadership, reads what is left to read and begins a term; losing it, or
 * learning of another leader, it ends the term at once.
 */
@Singleton
public class Leadership {

  private static final Logger LOG = Logger.getLogger(Leadership.class);
  private static final long TICK_MILLIS = 500;
  private static final long CONFIRM_AFTER_MILLIS = 1_000;
  private static final Duration GRACE = Duration.ofSeconds(3);
  private static final Duration SHORT_TERM = Duration.ofMinutes(1);
  private static final int SHORT_TERMS_IN_A_ROW = 3;
  private static final String TAKING_OVER =
      "owns the commands, and waits for Kafka before it leads";

  private final Tools tools;
  private final Context context;
  private final Lease lease = new Lease();
  private final Complaint complaint = new Complaint(LOG);
  private Supplier<Future<Void>> confirmation = Future::succeededFuture;
  private StateReader reader;
  private volatile String waitsFor = "Kafka has not answered yet";
  private boolean owner;
  private boolean stopping;
  private String contested;
  private int shortTerms;
  private long attempt;
  private Pens pens;
  private Term term;
  private Instant termBegan;
  private long idleSinceNanos;
  private volatile Snapshot latest = Snapshot.withoutTerm("STANDBY", null, 0);

  Leadership(Tools tools) {
    this.tools = tools;
    this.context = tools.context();
  }

  /** The topics are not there yet, for this reason. */
  void waitFor(String why) {
    waitsFor = why;
  }

  /**
   * The topics are there: from now on this instance follows, and leads when it owns the partition.
   */
  void begin() {
    context.runOnContext(
        ignored -> {
          waitsFor = null;
          idleSinceNanos = System.nanoTime();
          lease.renew();
          reader = new StateReader(tools.clients(), tools.topics());
          context.owner().setPeriodic(TICK_MILLIS, tick -> tick());
          lead();
        });
  }

  /**
   * The group gave the partition to this instance.
   *
   * @param confirm asks the group whether that is still so
   */
  void owned(Supplier<Future<Void>> confirm) {
    context.runOnContext(
        ignored -> {
          confirmation = confirm;
          owner = true;
          idleSinceNanos = System.nanoTime();
          contested = null;
          shortTerms = 0;
          lead();
        });
  }

  /** The group took the partition from this instance. */
  void lost() {
    context.runOnContext(
        ignored -> {
          owner = false;
          endTerm("the group gave the partition to another instance", Duration.ZERO);
          tools.intake().forget();
        });
  }

  /** Ends the term for good; completed when Kafka has what was written. */
  Future<Void> stop() {
    Promise<Void> stopped = Promise.promise();
    context.runOnContext(
        ignored -> {
          stopping = true;
          endTerm("this instance stops", GRACE).onComplete(stopped);
          if (reader != null) {
            reader.close();
          }
        });
    return stopped.future();
  }

  /** Where this instance stands; asked on its own event loop, so an answer shows that it lives. */
  public Future<Snapshot> snapshot() {
    Promise<Snapshot> promise = Promise.promise();
    context.runOnContext(ignored -> promise.complete(look()));
    return promise.future();
  }

  /** Where this instance stood half a second ago. */
  public Snapshot latest() {
    return latest;
  }

  private Snapshot look() {
    if (term != null) {
      return term.snapshot();
    }
    if (contested != null) {
      return Snapshot.withoutTerm("STOPPED", contested, 0);
    }
    return owner && isReady()
        ? Snapshot.withoutTerm("STANDBY", TAKING_OVER, millisSince(idleSinceNanos))
        : Snapshot.withoutTerm("STANDBY", waitsFor, 0);
  }

  private static long millisSince(long nanos) {
    return Duration.ofNanos(System.nanoTime() - nanos).toMillis();
  }

  /** Whether the topics are there, so that this instance could lead. */
  public boolean isReady() {
    return waitsFor == null;
  }

  private void lead() {
    if (!owner || !isReady() || stopping || contested != null || pens != null) {
      return;
    }
    long mine = ++attempt;
    Pens.open(tools.clients(), context, lease, tools.meters())
        .onSuccess(
            opened -> {
              complaint.over("Producers are there");
              claim(mine, opened);
            })
        .onFailure(
            failure -> {
              complaint.because("No producers yet: " + tools.clients().inWords(failure));
              context.owner().setTimer(CONFIRM_AFTER_MILLIS, timer -> lead());
            });
  }

  private void claim(long mine, Pens opened) {
    if (mine != attempt || !owner || stopping) {
      opened.drop();
      return;
    }
    pens = opened;
    LeaderClaim claim = new LeaderClaim(tools.instance(), Instant.now().toString());
    var record =
        pens.journal()
            .own(
                tools.topics().state.name(),
                Keys.LEADER,
                "leader",
                tools.instance() + "/" + mine,
                StateJson.write(claim));
    pens.journal()
        .writeSurely(
            record,
            written ->
                reader
                    .handOver()
                    .onSuccess(
                        remembered ->
                            context.runOnContext(
                                ignored -> takeOver(mine, written.offset(), remembered))));
  }

  private void takeOver(long mine, long epoch, Remembered remembered) {
    if (mine != attempt || pens == null) {
      return;
    }
    LOG.infof(
        "Leading in epoch %d, with %d live tasks and %d calls in doubt",
        epoch, remembered.tasks().size(), remembered.intents().size());
    pens.journal()
        .begin(epoch, remembered.framework().map(record -> record.frameworkId()).orElse(null));
    term = new Term(tools, lease, pens, remembered, epoch, this::failedOver);
    termBegan = Instant.now();
    term.begin(epoch);
  }

  private void tick() {
    if (!lease.renew() && pens != null) {
      resign("this process was paused, and may have been replaced meanwhile");
    } else if (term != null) {
      term.tick();
    }
    latest = look();
  }

  /** Somebody subscribed with this framework's id: once it may be the next leader, not always. */
  private void failedOver(String why) {
    boolean wasShort = Duration.between(termBegan, Instant.now()).compareTo(SHORT_TERM) < 0;
    shortTerms = wasShort ? shortTerms + 1 : 0;
    if (shortTerms < SHORT_TERMS_IN_A_ROW) {
      resign(why);
    } else {
      endTerm(why, Duration.ZERO);
      contested =
          "the framework was taken over again and again ("
              + why
              + "); another bridge or framework"
              + " uses the same framework id outside of group "
              + tools.config().groupId();
      LOG.error(contested);
    }
  }

  /** Another leader may be there: stands by, and leads again only if the group says so. */
  private void resign(String why) {
    endTerm(why, Duration.ZERO);
    context.owner().setTimer(CONFIRM_AFTER_MILLIS, timer -> confirmAndLead());
  }

  private void confirmAndLead() {
    if (!owner || stopping) {
      return;
    }
    confirmation
        .get()
        .onSuccess(
            confirmed -> {
              complaint.over("The group confirms that this instance leads");
              context.runOnContext(ignored -> lead());
            })
        .onFailure(
            failure -> {
              complaint.because("The group does not confirm that this instance leads: " + failure);
              context.runOnContext(
                  ignored ->
                      context.owner().setTimer(CONFIRM_AFTER_MILLIS, timer -> confirmAndLead()));
            });
  }

  private Future<Void> endTerm(String why, Duration grace) {
    attempt++;
    if (pens == null) {
      return Future.succeededFuture();
    }
    LOG.infof("Standing by: %s", why);
    Future<Void> ended = Future.succeededFuture();
    if (term == null) {
      pens.drop();
    } else {
      ended = term.end(why, grace);
    }
    term = null;
    pens = null;
    idleSinceNanos = System.nanoTime();
    if (!stopping) {
      reader.close();
      reader = new StateReader(tools.clients(), tools.topics());
    }
    return ended;
  }
}
