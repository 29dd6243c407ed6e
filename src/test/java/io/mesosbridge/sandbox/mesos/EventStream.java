package io.mesosbridge.sandbox.mesos;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

/** A test's own reading of an event stream: record by record, on a thread of its own. */
final class EventStream implements AutoCloseable {

  static final int TIMEOUT_SECONDS = 10;

  private final InputStream body;
  private final String streamId;
  private final BlockingQueue<JsonNode> offers = new LinkedBlockingQueue<>();
  private final BlockingQueue<JsonNode> others = new LinkedBlockingQueue<>();
  private final BlockingQueue<JsonNode> heartbeats = new LinkedBlockingQueue<>();
  private final AtomicReference<IOException> broken = new AtomicReference<>();
  private final Thread reader;

  EventStream(InputStream body, String streamId) {
    this.body = body;
    this.streamId = streamId;
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
        keep(Json.MAPPER.readTree(record));
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
    switch (event.path("type").asText()) {
      case "OFFERS" -> offers.add(event);
      case "HEARTBEAT" -> heartbeats.add(event);
      default -> others.add(event);
    }
  }

  /** The next OFFERS event. */
  JsonNode offers() {
    return next(offers);
  }

  JsonNode heartbeat() {
    return next(heartbeats);
  }

  /** The next event that is neither OFFERS nor HEARTBEAT. */
  JsonNode next() {
    return next(others);
  }

  /** The next event of that type; those of other types before it are passed over. */
  JsonNode next(String type) {
    JsonNode event = next();
    while (!event.path("type").asText().equals(type)) {
      event = next();
    }
    return event;
  }

  private static JsonNode next(BlockingQueue<JsonNode> queue) {
    try {
      JsonNode event = queue.poll(TIMEOUT_SECONDS, TimeUnit.SECONDS);
      if (event == null) {
        throw new AssertionError("No event within " + TIMEOUT_SECONDS + " s");
      }
      return event;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** The next event that is there already and no HEARTBEAT or OFFERS; null for none. */
  JsonNode unread() {
    return others.poll();
  }

  JsonNode unreadOffers() {
    return offers.poll();
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
