package io.mesosbridge.core.command;

import io.mesosbridge.core.Place;
import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Where the result of each command stands, for as long as Kafka is asked to keep it. The results
 * themselves stay in Kafka: they are read back when a command's id is repeated, which is rare.
 */
public final class ResultIndex {

  private final long retentionMillis;
  private final Map<String, Place> places = new LinkedHashMap<>();

  /** An index of results that are kept for that long. */
  public ResultIndex(Duration retention) {
    this.retentionMillis = retention.toMillis();
  }

  /** Notes a result; the last one counts. */
  public void add(String commandId, Place place) {
    forgetThoseBefore(place.writtenAt() - retentionMillis);
    places.remove(commandId); // so that the oldest stay first
    places.put(commandId, place);
  }

  private void forgetThoseBefore(long millis) {
    Iterator<Place> oldestFirst = places.values().iterator();
    while (oldestFirst.hasNext() && oldestFirst.next().writtenAt() < millis) {
      oldestFirst.remove();
    }
  }

  /** The result is not there any more. */
  public void forget(String commandId, Place place) {
    places.remove(commandId, place);
  }

  /** Where the command's first result stands, if it has one. */
  public Optional<Place> find(String commandId) {
    return Optional.ofNullable(places.get(commandId));
  }

  /** How many commands have a result. */
  public int size() {
    return places.size();
  }
}
