package io.mesosbridge.sandbox.mesos;

import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * A connection to a master in place of a socket. Requests arrive in the order in which they were
 * sent, answers and events as well; what is on its way when the master's side breaks is lost, while
 * requests of a client that goes away still arrive, as they do over TCP.
 */
public final class SimConnection {

  private static final String NOBODY_LISTENS = "connection refused";

  private final MasterServer master;
  private final SimLoop loop;
  private final Set<Way> open = new LinkedHashSet<>();
  private Duration latency;
  private boolean dropped;
  private boolean closed;

  /** When the last of what is on its way arrives, in milliseconds since the epoch. */
  private long lastThere;

  private long lastBack;

  SimConnection(MasterServer master, SimLoop loop, Duration latency) {
    this.master = master;
    this.loop = loop;
    this.latency = latency;
  }

  /** From now on, each way; nothing overtakes what is on its way already. */
  public void latency(Duration changed) {
    latency = changed;
  }

  /** Whether neither side has ended it, as far as this side can know. */
  public boolean isOpen() {
    return !dropped && !closed;
  }

  /**
   * Sends a request to the scheduler endpoint, or asks for the version.
   *
   * @param headers in any case
   */
  public void post(String path, Map<String, String> headers, byte[] body, SimExchange exchange) {
    Way way = new Way(exchange);
    open.add(way);
    loop.after(there(), () -> arrived(path, headers, body, way));
  }

  private void arrived(String path, Map<String, String> headers, byte[] body, Way way) {
    if (dropped || !master.isUp()) {
      way.breakOff(NOBODY_LISTENS);
    } else if (MasterServer.endpoint(path).equals(MasterServer.SCHEDULER)) {
      Map<String, String> byName = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
      byName.putAll(headers);
      master.scheduler().handle(SchedulerRequest.of("POST", byName::get, body, way));
    } else if (path.equals("/version")) {
      way.answer(Answer.json(SimMasterInfo.version(master.version())));
    } else {
      way.answer(new Answer(404, ""));
    }
  }

  /** This side goes away: nothing reaches it any more, and the master notices. */
  public void close() {
    if (!closed) {
      closed = true;
      loop.after(there(), this::drop);
    }
  }

  /** The master's side goes away. */
  void drop() {
    if (!dropped) {
      dropped = true;
      master.forget(this);
      List.copyOf(open).forEach(way -> way.breakOff("connection reset"));
    }
  }

  private Duration there() {
    lastThere = Math.max(lastThere, due());
    return until(lastThere);
  }

  private Duration back() {
    lastBack = Math.max(lastBack, due());
    return until(lastBack);
  }

  private long due() {
    return loop.now().toEpochMilli() + latency.toMillis();
  }

  private Duration until(long millis) {
    return Duration.ofMillis(millis - loop.now().toEpochMilli());
  }

  /** The way back of one request, which may become a stream. */
  private final class Way implements Reply, EventSink {

    private final SimExchange exchange;
    private String streamId;
    private Runnable broken = () -> {};

    private Way(SimExchange exchange) {
      this.exchange = exchange;
    }

    private void tell(Runnable telling) {
      loop.after(
          back(),
          () -> {
            if (isOpen()) {
              telling.run();
            }
          });
    }

    private void breakOff(String why) {
      if (open.remove(this)) {
        broken.run();
        loop.after(
            back(),
            () -> {
              if (!closed) {
                exchange.broken(why);
              }
            });
      }
    }

    @Override
    public void answer(Answer answer) {
      if (open.remove(this)) {
        tell(() -> exchange.answered(answer.status(), answer.headers(), answer.text()));
      }
    }

    @Override
    public boolean isGone() {
      return !open.contains(this);
    }

    @Override
    public EventSink stream(String id) {
      streamId = id;
      return this;
    }

    @Override
    public void drop() {
      SimConnection.this.drop();
    }

    @Override
    public void whenBroken(Runnable reaction) {
      broken = reaction;
    }

    @Override
    public void record(byte[] json) {
      head();
      tell(() -> exchange.event(json));
    }

    private void head() {
      if (streamId != null) {
        Map<String, String> headers =
            Map.of("Content-Type", "application/json", "Mesos-Stream-Id", streamId);
        streamId = null;
        tell(() -> exchange.opened(200, headers));
      }
    }

    /** Bytes that are no record: a client cannot read on behind them. */
    @Override
    public void raw(byte[] bytes) {
      cut(bytes);
    }

    @Override
    public void release() {
      // nothing is held back here: chunks are a matter of HTTP
    }

    @Override
    public void end() {
      if (open.remove(this)) {
        head();
        tell(exchange::ended);
      }
    }

    @Override
    public void cut(byte[] unfinished) {
      SimConnection.this.drop();
    }
  }
}
