package io.mesosbridge.kafka;

import io.vertx.core.Context;
import io.vertx.core.Future;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/**
 * Looks at the topic of commands again and again, since a name outlives topics. Lives on the
 * context.
 */
final class CommandTopicWatch {

  /**
   * What there is of the topic.
   *
   * @param clusterId the cluster's id
   * @param topicId which topic of that name it is
   * @param partitions how many partitions it has
   * @param start where its first partition begins; 0 when that is not known
   * @param stable up to where no transaction is open there; 0 when that is not known
   * @param end where it ends; 0 when that is not known
   */
  record Look(String clusterId, Uuid topicId, int partitions, long start, long stable, long end) {

    private Look with(long newStart, long newStable, long newEnd) {
      return new Look(clusterId, topicId, partitions, newStart, newStable, newEnd);
    }

    /** What is committed beside an offset, so that it counts for this topic only. */
    String mark() {
      return clusterId + "/" + topicId;
    }

    /**
     * Whether an offset with this mark was committed for another topic of the name. One of another
     * cluster was brought here by whoever moved the group, who knows the topic.
     *
     * @param before which topic of the name was read before; null for none
     */
    boolean contradicts(String mark, Uuid before) {
      boolean isAnew = before != null && !before.equals(topicId);
      return !mark.equals(mark()) && (isAnew || mark.startsWith(clusterId + "/"));
    }

    /** Why nobody leads by a topic of several partitions. */
    String contested() {
      return "the command topic has %d partitions, and the owner of one partition leads: make it anew"
          .formatted(partitions);
    }
  }

  /**
   * A partition without leader does not say where it begins or ends, and must not hold up the rest.
   */
  private static final int OFFSET_PATIENCE_MILLIS = 1_000;

  private final Context context;
  private final KafkaClients clients;
  private final String topic;
  private Admin admin;

  CommandTopicWatch(Context context, KafkaClients clients, String topic) {
    this.context = context;
    this.clients = clients;
    this.topic = topic;
  }

  /** What is there, or nothing; fails while Kafka cannot be asked. */
  Future<Optional<Look>> look() {
    return opened()
        .compose(asked -> Future.fromCompletionStage(ask(asked), context))
        .map(Optional::of)
        .onFailure(this::replaceIfRefused)
        .recover(
            failure ->
                isMissing(failure)
                    ? Future.succeededFuture(Optional.empty())
                    : Future.failedFuture(failure));
  }

  void close() {
    if (admin != null) {
      KafkaClients.closeAtOnce(admin);
    }
  }

  /** Making a client takes a while. */
  private Future<Admin> opened() {
    return admin != null
        ? Future.succeededFuture(admin)
        : context
            .executeBlocking(() -> clients.admin("commands"), false)
            .onSuccess(opened -> admin = opened);
  }

  /** One that was refused would not notice that it is let in again: the next look makes another. */
  private void replaceIfRefused(Throwable failure) {
    Admin refused = admin;
    if (refused != null && KafkaTrouble.isRefusal(failure)) {
      admin = null;
      context.executeBlocking(() -> closed(refused), false);
    }
  }

  private static Void closed(Admin refused) {
    KafkaClients.closeAtOnce(refused);
    return null;
  }

  private CompletionStage<Look> ask(Admin asked) {
    CompletableFuture<Long> start =
        offset(asked, OffsetSpec.earliest(), IsolationLevel.READ_UNCOMMITTED);
    CompletableFuture<Long> stable =
        offset(asked, OffsetSpec.latest(), IsolationLevel.READ_COMMITTED);
    CompletableFuture<Long> end =
        offset(asked, OffsetSpec.latest(), IsolationLevel.READ_UNCOMMITTED);
    return asked
        .describeCluster()
        .clusterId()
        .toCompletionStage()
        .thenCombine(
            asked.describeTopics(List.of(topic)).topicNameValues().get(topic).toCompletionStage(),
            (cluster, found) ->
                new Look(cluster, found.topicId(), found.partitions().size(), 0, 0, 0))
        .thenCombine(
            CompletableFuture.allOf(start, stable, end),
            (look, all) -> look.with(start.join(), stable.join(), end.join()));
  }

  private CompletableFuture<Long> offset(Admin asked, OffsetSpec which, IsolationLevel isolation) {
    TopicPartition first = new TopicPartition(topic, 0);
    return asked
        .listOffsets(
            Map.of(first, which),
            new ListOffsetsOptions(isolation).timeoutMs(OFFSET_PATIENCE_MILLIS))
        .partitionResult(first)
        .toCompletionStage()
        .handle((offset, failure) -> failure == null ? offset.offset() : 0L)
        .toCompletableFuture();
  }

  private static boolean isMissing(Throwable failure) {
    Throwable cause =
        failure instanceof CompletionException && failure.getCause() != null
            ? failure.getCause()
            : failure;
    return cause instanceof UnknownTopicOrPartitionException;
  }

  /**
   * Counts commands that Kafka deleted before they were read: where the topic begins behind what
   * was to be read next. Offsets that were passed over while reading may be markers of transactions
   * as well, so that a count is an upper bound.
   */
  static final class UnreadCommands {

    private static final long NOWHERE = Long.MAX_VALUE;

    private long next = NOWHERE;
    private Gap passedOver = Gap.NONE;
    private Gap passedOverBefore = Gap.NONE;

    /** So many offsets from there on were not in what was read. */
    private record Gap(long from, long offsets) {
      private static final Gap NONE = new Gap(NOWHERE, 0);
    }

    /** Reading begins there. */
    void begin(long offset) {
      next = offset;
      passedOver = Gap.NONE;
      passedOverBefore = Gap.NONE;
    }

    /**
     * Whether these records begin before what was read, as only another topic's do, or a cut off
     * one's.
     */
    boolean isPast(Iterable<ConsumerRecord<byte[], byte[]>> records) {
      var all = records.iterator();
      return all.hasNext() && all.next().offset() < next;
    }

    /** These records are read. */
    void read(Iterable<ConsumerRecord<byte[], byte[]>> records) {
      for (ConsumerRecord<byte[], byte[]> record : records) {
        if (record.offset() > next) {
          passedOver =
              new Gap(
                  Math.min(next, passedOver.from()), passedOver.offsets() + record.offset() - next);
        }
        next = Math.max(next, record.offset() + 1);
      }
    }

    /**
     * The topic was asked, since the look before, where it begins.
     *
     * @return how many commands at most were deleted unread, and not told before
     */
    long deleted(long start) {
      long deleted =
          Math.max(0, Math.min(passedOverBefore.offsets(), start - passedOverBefore.from()));
      passedOverBefore = passedOver;
      passedOver = Gap.NONE;
      if (start > next) {
        deleted += start - next;
        next = start;
      }
      return deleted;
    }
  }
}
