package io.mesosbridge.sandbox.mesos;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

/** A test's own reading of an event stream: record by record, on a thread of its own. */
final class EventStream implements AutoCloseable {

  private enum Kind {
    OFFERS,
    HEARTBEAT,
    OTHER;

    static Kind of(String type) {
      return switch (type) {
        case "OFFERS" -> OFFERS;
        case "HEARTBEAT" -> HEARTBEAT;
        default -> OTHER;
      };
    }
  }

  static final int TIMEOUT_SECONDS = 60;

  private final InputStream body;
  private final String streamId;
  private final SimulatedCluster cluster;
  private final Map<Kind, BlockingQueue<JsonNode>> events = new EnumMap<>(Kind.class);
  private final Map<Kind, Integer> taken = new EnumMap<>(Kind.class);
  private final AtomicReference<IOException> broken = new AtomicReference<>();
  private final Thread reader;

  EventStream(InputStream body, String streamId, SimulatedCluster cluster) {
    this.body = body;
    this.streamId = streamId;
    this.cluster = cluster;
    for (Kind kind : Kind.values()) {
      events.put(kind, new LinkedBlockingQueue<>());
    }
    this.reader = new Thread(this::read, "event-stream");
    reader.setDaemon(true);
    reader.start();
  }

  String streamId() {
    return streamId;
  }

  private void read() {
    try {
      for (String header = header(); !header.isEmpty(); header = header()) {
        byte[] record = body.readNBytes(length(header));
        keep(SimJson.MAPPER.readTree(record));
      }
    } catch (IOException e) {
      broken.set(e);
    }
  }

  private static int length(String header) throws IOException {
    try {
      return Integer.parseInt(header);
    } catch (NumberFormatException e) {
      throw new IOException("No record starts with " + header, e);
    }
  }

  private String header() throws IOException {
    StringBuilder header = new StringBuilder();
    for (int next = body.read(); next >= 0 && next != '\n'; next = body.read()) {
      header.append((char) next);
    }
    return header.toString();
  }

  private void keep(JsonNode event) {
    events.get(Kind.of(event.path("type").asText())).add(event);
  }

  /** The next OFFERS event. */
  JsonNode offers() {
    return next(Kind.OFFERS);
  }

  JsonNode heartbeat() {
    return next(Kind.HEARTBEAT);
  }

  /** The next event that is neither OFFERS nor HEARTBEAT. */
  JsonNode next() {
    return next(Kind.OTHER);
  }

  /** The next event of that type; those of other types before it are passed over. */
  JsonNode next(String type) {
    JsonNode event = next();
    while (!event.path("type").asText().equals(type)) {
      event = next();
    }
    return event;
  }

  /** A cluster whose time stands still needs some only if it has not sent the event yet. */
  private JsonNode next(Kind kind) {
    int wanted = taken.merge(kind, 1, Integer::sum);
    if (cluster.isTimeStandingStill()) {
      cluster.passTimeUntil(() -> sent(kind) >= wanted);
    }
    try {
      JsonNode event = events.get(kind).poll(TIMEOUT_SECONDS, TimeUnit.SECONDS);
      if (event == null) {
        throw new AssertionError("No event within " + TIMEOUT_SECONDS + " s");
      }
      return event;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private long sent(Kind kind) {
    return cluster.ledger().events().stream()
        .filter(event -> event.streamId().equals(streamId) && Kind.of(event.type()) == kind)
        .count();
  }

  /** How many events were sent that are no HEARTBEAT and that nobody has asked for. */
  long untaken() {
    return untaken(Kind.OTHER) + untaken(Kind.OFFERS);
  }

  private long untaken(Kind kind) {
    return sent(kind) - taken.getOrDefault(kind, 0);
  }

  /** The next event that is there already and no HEARTBEAT or OFFERS; null for none. */
  JsonNode unread() {
    return events.get(Kind.OTHER).poll();
  }

  JsonNode unreadOffers() {
    return events.get(Kind.OFFERS).poll();
  }

  /** Waits for the end of the stream, and says whether it was a proper one. */
  boolean endsProperly() {
    try {
      reader.join(TimeUnit.SECONDS.toMillis(TIMEOUT_SECONDS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    if (reader.isAlive()) {
      throw new AssertionError("The stream has not ended within " + TIMEOUT_SECONDS + " s");
    }
    return broken.get() == null;
  }

  boolean isOpen() {
    return reader.isAlive();
  }

  @Override
  public void close() {
    try {
      body.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
