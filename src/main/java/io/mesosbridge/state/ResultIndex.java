package io.mesosbridge.state;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Where the first result of each command stands. The results themselves stay in Kafka: they are
 * read back when a command's id is repeated, which is rare.
 */
public final class ResultIndex {

  private final Map<String, Place> places = new HashMap<>();

  /** Where a result stands. */
  public record Place(int partition, long offset) {}

  /** Notes a result; the first one counts. */
  public void add(String commandId, int partition, long offset) {
    places.putIfAbsent(commandId, new Place(partition, offset));
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
