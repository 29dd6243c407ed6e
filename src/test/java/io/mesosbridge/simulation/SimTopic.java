package io.mesosbridge.simulation;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** A topic from its creation to its deletion; one that is made anew has another id. */
public final class SimTopic {

  private final String name;
  private final String id;
  private final int maxRecordBytes;
  private List<SimPartition> partitions;
  private long deletedAt = -1;

  SimTopic(String name, String id, int partitions, int maxRecordBytes) {
    this.name = name;
    this.id = id;
    this.maxRecordBytes = maxRecordBytes;
    this.partitions =
        IntStream.range(0, partitions).mapToObj(number -> new SimPartition()).toList();
  }

  public String name() {
    return name;
  }

  public String id() {
    return id;
  }

  /** In milliseconds since the epoch; -1 while it is there. */
  long deletedAt() {
    return deletedAt;
  }

  void deleted(long at) {
    deletedAt = at;
  }

  public int maxRecordBytes() {
    return maxRecordBytes;
  }

  public List<SimPartition> partitions() {
    return partitions;
  }

  /** Adds partitions; there is no way to take some away. */
  void grow(int to) {
    partitions =
        Stream.concat(
                partitions.stream(),
                IntStream.range(partitions.size(), to).mapToObj(number -> new SimPartition()))
            .toList();
  }
}
