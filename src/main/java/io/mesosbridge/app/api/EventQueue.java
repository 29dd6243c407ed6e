package io.mesosbridge.app.api;

import io.mesosbridge.kafka.EventFeed;
import io.mesosbridge.kafka.WatchedEvent;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.operators.multi.processors.UnicastProcessor;
import jakarta.ws.rs.sse.OutboundSseEvent;
import jakarta.ws.rs.sse.Sse;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import org.jboss.logging.Logger;

/** What one reader of events has not taken yet, bounded by its size. */
final class EventQueue implements EventFeed.Watcher {

  /** Four times what one poll brings; those who are as far share what they have not taken. */
  private static final int ROOM_CHARACTERS = 2 * 1024 * 1024;

  private static final Logger LOG = Logger.getLogger(EventQueue.class);

  private final Sse sse;
  private final Predicate<WatchedEvent> wanted;
  private final Runnable atEnd;
  private final UnicastProcessor<OutboundSseEvent> events = UnicastProcessor.create();
  private final AtomicLong characters = new AtomicLong();
  private final AtomicBoolean over = new AtomicBoolean();

  /** Where a reader goes on: behind what was put in, never behind what was not yet. */
  private volatile String position;

  /** An empty one, of which those that are wanted are put in; told once when it is over. */
  EventQueue(Sse sse, Predicate<WatchedEvent> wanted, Runnable atEnd) {
    this.sse = sse;
    this.wanted = wanted;
    this.atEnd = atEnd;
  }

  /** The events, in their order; to be read once. */
  Multi<OutboundSseEvent> events() {
    return events;
  }

  void taken(OutboundSseEvent event) {
    characters.addAndGet(-size(event));
  }

  /** Nobody listens any more, or nothing more comes. */
  void end() {
    if (over.compareAndSet(false, true)) {
      atEnd.run();
    }
  }

  private static long size(OutboundSseEvent event) {
    return event.getData() instanceof String data ? data.length() + event.getId().length() : 0;
  }

  private void add(OutboundSseEvent event) {
    characters.addAndGet(size(event));
    events.onNext(event);
  }

  /**
   * That the reader has taken all that came, and where to go on, also behind what was not wanted;
   * empty if it has not.
   */
  Optional<OutboundSseEvent> stillHere() {
    String behind = position; // before it is looked whether all up to there was taken
    return characters.get() == 0
        ? Optional.of(sse.newEventBuilder().id(behind).comment("still here").build())
        : Optional.empty();
  }

  @Override
  public void begun(String at) {
    add(sse.newEventBuilder().id(at).name("begun").data(String.class, "{}").build());
    position = at;
  }

  @Override
  public void event(WatchedEvent event, String at) {
    if (wanted.test(event)) {
      add(sse.newEventBuilder().id(at).data(String.class, event.json()).build());
    }
    position = at;
  }

  @Override
  public boolean hasRoom() {
    return characters.get() < ROOM_CHARACTERS;
  }

  @Override
  public void overrun() {
    events.onComplete();
    end();
  }

  @Override
  public void gone() {
    overrun();
  }

  @Override
  public void failed(RuntimeException why) {
    LOG.debugf("A reader of events is cut off: %s", why);
    overrun();
  }

  @Override
  public boolean isOver() {
    return over.get();
  }
}
