package io.mesosbridge.app;

import io.mesosbridge.app.Writers.Lease;
import io.mesosbridge.core.Bridge;
import io.mesosbridge.core.Now;
import io.mesosbridge.core.Outgoing;
import io.mesosbridge.core.Outside.Host;
import io.mesosbridge.core.Term;
import io.mesosbridge.kafka.CommandTopic;
import io.mesosbridge.kafka.KafkaTrouble.Complaint;
import io.mesosbridge.kafka.LogEscapes;
import io.mesosbridge.kafka.TopicWatch;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import jakarta.inject.Singleton;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.Uuid;
import org.jboss.logging.Logger;

/**
 * Runs the {@link Bridge}: carries out what it asks for, feeds it what happens, one thing after the
 * other and each with the time, and wakes it up when it wants to be. Lives on the bridge's context.
 */
@Singleton
public class Loop implements Host, CommandTopic.Listener {

  private static final Logger LOG = Logger.getLogger(Loop.class);
  private static final long LOOK_MILLIS = 500;

  /** So that the clock of the core begins near zero, and sums of it do not overflow. */
  private static final long START_NANOS = System.nanoTime();

  private final Services services;
  private final Context context;
  private final Lease lease = new Lease();
  private final Complaint complaint = new Complaint(LOG);
  private final ArrayDeque<Runnable> inputs = new ArrayDeque<>();
  private final Bridge bridge;
  private volatile String waitsFor = "Kafka has not answered yet";
  private volatile Snapshot latest = Snapshot.withoutTerm("STANDBY", null, 0);
  private Log log;
  private Connections connections;
  private Future<Void> closed = Future.succeededFuture();
  private long attempt;
  private boolean busy;
  private boolean stopping;
  private long timer = -1;
  private long timerDeadline = Long.MAX_VALUE;
  private long idleSinceNanos = START_NANOS;

  Loop(Services services) {
    this.services = services;
    this.context = services.context();
    this.bridge =
        new Bridge(this, services.config(), services.instance(), services.frameworkInfo());
  }

  static Now now() {
    return new Now(System.nanoTime() - START_NANOS, System.currentTimeMillis());
  }

  /** The topics are there: from now on this instance follows, and leads when it is told to. */
  void begin() {
    context.runOnContext(
        ignored -> {
          if (!stopping) {
            waitsFor = null;
            lease.renew();
            log = new Log(services, this);
            context.owner().setPeriodic(LOOK_MILLIS, tick -> look());
            input(() -> bridge.topicsAreThere(now()));
            services.commands().listen(this);
          }
        });
  }

  /** Ends the term for good; completed when Kafka has what was written. */
  Future<Void> stop() {
    Promise<Void> stopped = Promise.promise();
    context.runOnContext(
        ignored -> {
          stopping = true;
          input(() -> bridge.stop(now()));
          Optional.ofNullable(log).ifPresent(Log::close);
          closed.onComplete(stopped);
        });
    return stopped.future();
  }

  /** Where this instance stands; asked on its own event loop, so an answer shows that it lives. */
  public Future<Snapshot> snapshot() {
    return ask(any -> standing());
  }

  /** What the bridge answers on its own event loop; it must be nothing that goes on changing. */
  public <T> Future<T> ask(Function<Bridge, T> question) {
    Promise<T> answer = Promise.promise();
    context.runOnContext(ignored -> answer.handle(Future.succeededFuture(bridge).map(question)));
    return answer.future();
  }

  /** Where this instance stood half a second ago. */
  public Snapshot latest() {
    return latest;
  }

  /** Whether the topics are there and Kafka works, so that this instance could lead. */
  public boolean isReady() {
    return waitsFor == null && services.clients().troubles().lasting().isEmpty();
  }

  /** Whether what is known of tasks, offers and launches is all; asked on the event loop. */
  boolean hasTables() {
    return log != null && log.isRead();
  }

  private Snapshot standing() {
    return bridge
        .term()
        .map(term -> connections.snapshot(term)) // there are none without a term
        .orElseGet(() -> Snapshot.of(bridge, waitsFor, idleSinceNanos))
        .because(services.clients().troubles().lasting());
  }

  Optional<Term> termOf(Connections of) {
    return of == connections ? bridge.term() : Optional.empty();
  }

  private void look() {
    if (!lease.renew()) {
      String why = "this process was paused, and may have been replaced meanwhile";
      input(() -> bridge.resign(why, now()));
    }
    latest = standing();
  }

  /** Something happened on another thread. */
  void onContext(Consumer<Bridge> input) {
    context.runOnContext(ignored -> input(() -> input.accept(bridge)));
  }

  /** What happens while something is being handled is handled next. */
  void input(Runnable input) {
    inputs.add(input);
    if (busy) {
      return;
    }
    busy = true;
    try {
      for (Runnable next = inputs.poll(); next != null; next = inputs.poll()) {
        run(next);
      }
    } finally {
      busy = false;
    }
    bridge.term().ifPresent(term -> LogEscapes.framework(term.framework().id().orElse(null)));
    wakeUpInTime();
  }

  private void run(Runnable input) {
    try {
      input.run();
    } catch (RuntimeException | Error unforeseen) {
      LOG.error("Something happened that the bridge does not know how to handle", unforeseen);
      bridge.failed(unforeseen, now()); // it may have left a state that nobody knows
    }
  }

  /** Something happened to those connections; it is over if they are. */
  void inputOf(Connections of, Consumer<Bridge> input) {
    input(
        () -> {
          if (of == connections) {
            input.accept(bridge);
          }
        });
  }

  private void wakeUpInTime() {
    long others = connections == null ? Long.MAX_VALUE : connections.deadline();
    long deadline = Math.min(bridge.deadline(), others);
    if (deadline < timerDeadline) {
      context.owner().cancelTimer(timer);
      timerDeadline = deadline;
      long millis = (deadline - now().nanos()) / 1_000_000 + 1;
      timer = context.owner().setTimer(Math.max(1, millis), fired -> tick());
    }
  }

  private void tick() {
    timerDeadline = Long.MAX_VALUE;
    Optional.ofNullable(connections).ifPresent(open -> input(open::tick));
    input(() -> bridge.tick(now()));
  }

  @Override
  public void assigned(Uuid topicId, int generation) {
    waitsFor = null;
    idleSinceNanos = System.nanoTime();
    LOG.infof("This instance owns %s and leads", services.topics().commands.name());
    input(() -> bridge.owned(topicId.toString(), now()));
  }

  @Override
  public void lost(String why) {
    waitsFor = null;
    input(() -> bridge.lost(why, now()));
  }

  @Override
  public void contested(String why) {
    input(() -> bridge.contested(why, now()));
  }

  @Override
  public void missing(String why) {
    waitsFor = why;
  }

  @Override
  public void deletedUnread(long atMost) {
    LOG.errorf("At most %d commands were deleted before they were read", atMost);
    services.counters().countDeleted(atMost);
    input(() -> bridge.commandsDeleted(atMost, now()));
  }

  /** A topic was made again, without its records. */
  void recreated(TopicWatch.Recreated recreated) {
    onContext(bridge -> log.recreated(bridge, recreated));
  }

  @Override
  public void confirmed(long sentAtNanos) {
    input(() -> bridge.confirmed(sentAtNanos - START_NANOS, now()));
  }

  @Override
  public void received(List<ConsumerRecord<byte[], byte[]>> commands) {
    if (connections != null) {
      connections.received(commands); // else they come again at the beginning of the next term
    }
  }

  @Override
  public void open(long newAttempt) {
    attempt = newAttempt;
    Writers.open(services.clients(), context, lease, services.meters())
        .onSuccess(opened -> opened(newAttempt, opened))
        .onFailure(
            failure -> {
              complaint.because("No producers yet: " + services.clients().inWords(failure));
              input(() -> bridge.notOpened(newAttempt, now()));
            });
  }

  private void opened(long which, Writers writers) {
    if (which != attempt || stopping) {
      writers.drop();
      return;
    }
    complaint.over("Producers are there");
    connections = new Connections(services, this, lease, writers);
    input(() -> bridge.opened(which, connections, now()));
  }

  @Override
  public void readToEnds(long request) {
    log.toEnds(request);
  }

  @Override
  public void led(long epoch) {
    connections.begin(epoch, log);
    services.commands().forget();
  }

  @Override
  public void close(Optional<Outgoing> last, boolean graceful) {
    attempt++;
    idleSinceNanos = System.nanoTime();
    if (connections != null) {
      Connections ending = connections;
      connections = null;
      closed = ending.close(last, graceful);
    }
  }

  @Override
  public void readAnew() {
    if (!stopping) {
      log.anew();
    }
  }
}
