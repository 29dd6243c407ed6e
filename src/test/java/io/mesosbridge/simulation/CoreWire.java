package io.mesosbridge.simulation;

import io.mesosbridge.core.mesos.Call;
import io.mesosbridge.core.mesos.Event.EventRecord;
import io.mesosbridge.core.mesos.Event.Slice;
import io.mesosbridge.core.mesos.EventReader;
import io.mesosbridge.core.mesos.Happening;
import io.mesosbridge.core.mesos.Happening.Cause;
import io.mesosbridge.core.mesos.Happening.Wire;
import io.mesosbridge.core.mesos.MesosVersion;
import io.mesosbridge.core.mesos.SchedulerEndpoint;
import io.mesosbridge.core.mesos.SubscribeCall;
import io.mesosbridge.core.mesos.Subscription;
import io.mesosbridge.core.mesos.Timing;
import io.mesosbridge.sandbox.mesos.SimExchange;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A term's {@link Subscription} on simulated connections to a fixed list of masters. */
final class CoreWire implements Wire {

  private static final String STREAM_ID = "Mesos-Stream-Id";

  /** One attempt: a connection for the stream, and one for calls. */
  private static final class Attempt {
    private final int master;
    private SimProcess.Line stream;
    private SimProcess.Line calls;
    private String streamId;
    private long sequence;
    private boolean closed;
    private boolean held;
    private boolean dropped;

    private Attempt(int master) {
      this.master = master;
    }
  }

  private final CoreTerm term;
  private final SimProcess process;
  private final EventReader reader = new EventReader();
  private final Map<Long, Attempt> attempts = new HashMap<>();
  private final Subscription subscription;
  private URI lastLeader;
  private int next;
  private SimProcess.Line question;

  CoreWire(CoreTerm term, SimProcess process) {
    this.term = term;
    this.process = process;
    this.subscription = new Subscription(Timing.DEFAULT, process.random().nextLong(), this);
  }

  Subscription subscription() {
    return subscription;
  }

  /** That master led last. */
  void led(URI master) {
    lastLeader = master;
  }

  /** Nothing leaves any more, and nothing is heard. */
  void stop() {
    subscription.stop();
    endQuestion();
    attempts.values().forEach(CoreWire::end);
  }

  private static void end(Attempt attempt) {
    attempt.closed = true;
    attempt.held = true;
    attempt.dropped = true;
    if (attempt.stream != null) {
      attempt.stream.close();
    }
    if (attempt.calls != null) {
      attempt.calls.close();
    }
  }

  @Override
  public void locate(long attempt) {
    term.input(
        () -> {
          URI master = lastLeader;
          lastLeader = null;
          if (master == null) {
            master = SchedulerEndpoint.of(process.masterUrl(next));
            next = (next + 1) % process.masters();
          }
          tell(subscription.located(attempt, master, term.now()));
        });
  }

  private void tell(List<Happening> happened) {
    happened.forEach(happening -> happening.tell(term));
  }

  @Override
  public void ask(long number, URI master) {
    int which = process.masterAt(master.toString());
    term.input(
        () -> {
          if (which < 0) {
            tell(subscription.versionTold(number, null, term.now()));
            return;
          }
          question = process.connect(which);
          question.version(
              new CoreQuestion(
                  said ->
                      term.input(() -> tell(subscription.versionTold(number, said, term.now())))));
        });
  }

  private void endQuestion() {
    if (question != null) {
      question.close();
    }
  }

  @Override
  public void open(long number, URI master, MesosVersion version) {
    endQuestion();
    int which = process.masterAt(master.toString());
    Attempt attempt = new Attempt(which);
    attempts.put(number, attempt);
    SubscribeCall subscribe = term.subscribeCall(version);
    term.input(
        () -> {
          if (attempt.closed) {
            return;
          }
          if (which < 0) {
            tell(subscription.ended(number, Cause.CONNECTION_LOST, "unknown host", term.now()));
            return;
          }
          attempt.stream = process.connect(which);
          attempt.stream.post(Map.of(), subscribe.json(), new Stream(number, attempt));
        });
  }

  @Override
  public void close(long number) {
    endQuestion();
    Attempt attempt = attempts.get(number);
    if (attempt != null) {
      attempt.closed = true;
      attempt.held = true;
      if (attempt.stream != null) {
        attempt.stream.close();
      }
    }
  }

  @Override
  public void call(long number, long callNumber, Call call) {
    Attempt attempt = attempts.get(number);
    term.input(
        () -> {
          if (attempt.held) {
            return;
          }
          if (attempt.calls == null) {
            attempt.calls = process.connect(attempt.master);
          }
          process.tell(() -> "calls " + call);
          subscription.callSent(number, callNumber, term.now());
          attempt.calls.post(
              Map.of(STREAM_ID, attempt.streamId),
              call.body(),
              new Answering(number, attempt, callNumber));
        });
  }

  @Override
  public void dropCalls(long number) {
    Attempt attempt = attempts.remove(number);
    if (attempt != null) {
      end(attempt);
    }
  }

  private final class Stream implements SimExchange {
    private final long number;
    private final Attempt attempt;

    private Stream(long number, Attempt attempt) {
      this.number = number;
      this.attempt = attempt;
    }

    private void ifOpen(Runnable input) {
      term.input(
          () -> {
            if (!attempt.closed) {
              input.run();
            }
          });
    }

    @Override
    public void answered(int status, Map<String, String> headers, String text) {
      ifOpen(
          () ->
              tell(
                  subscription.refused(number, status, text, headers.get("Location"), term.now())));
    }

    @Override
    public void opened(int status, Map<String, String> headers) {
      ifOpen(
          () -> {
            attempt.streamId = headers.get(STREAM_ID);
            tell(subscription.opened(number, attempt.streamId, term.now()));
          });
    }

    @Override
    public void event(byte[] json) {
      ifOpen(
          () -> {
            Slice bytes = Slice.of(json);
            EventRecord record =
                new EventRecord(attempt.streamId, ++attempt.sequence, bytes, reader.read(bytes));
            tell(subscription.record(number, record, term.now()));
          });
    }

    @Override
    public void ended() {
      ifOpen(
          () ->
              tell(
                  subscription.ended(number, Cause.END_OF_STREAM, "the stream ended", term.now())));
    }

    @Override
    public void broken(String why) {
      ifOpen(() -> tell(subscription.ended(number, Cause.CONNECTION_LOST, why, term.now())));
    }
  }

  private final class Answering implements SimExchange {
    private final long number;
    private final Attempt attempt;
    private final long call;

    private Answering(long number, Attempt attempt, long call) {
      this.number = number;
      this.attempt = attempt;
      this.call = call;
    }

    @Override
    public void answered(int status, Map<String, String> headers, String text) {
      term.input(
          () -> {
            if (!attempt.dropped) {
              process.tell(() -> "is answered " + status + " " + text);
              tell(subscription.callAnswered(number, call, status, text, term.now()));
            }
          });
    }

    @Override
    public void opened(int status, Map<String, String> headers) {
      throw new IllegalStateException("a call is answered by no stream");
    }

    @Override
    public void event(byte[] json) {
      throw new IllegalStateException("a call is answered by no stream");
    }

    @Override
    public void ended() {
      throw new IllegalStateException("a call is answered by no stream");
    }

    /** Told once for all that was sent on the connection. */
    @Override
    public void broken(String why) {
      term.input(
          () -> {
            if (!attempt.dropped) {
              attempt.dropped = true;
              attempt.held = true;
              attempt.calls.close();
              tell(subscription.callsLost(number, why, term.now()));
            }
          });
    }
  }
}
