package io.mesosbridge.kafka;

import io.smallrye.mutiny.Uni;
import io.smallrye.reactive.messaging.kafka.IncomingKafkaRecord;
import io.smallrye.reactive.messaging.kafka.KafkaConsumer;
import io.smallrye.reactive.messaging.kafka.commit.KafkaCommitHandler;
import java.time.Duration;
import java.util.Collection;
import java.util.Collections;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.jboss.logging.Logger;

/**
 * This instance's membership in the group, and its commits. Lives on the polling thread.
 *
 * <p>What the group assigns is paused and not told until the topic was looked at. From then on the
 * first offset in hand is committed again and again: a commit that is taken proves that this
 * instance was member and owner, one that is refused that it is so no longer. A broker checks
 * member and generation of a commit, but not ownership, so what is in hand dies with the membership
 * that it was polled under.
 *
 * <pre>
 *   nothing --assigned--> paused --looked at--> reading --revoked, expelled, another topic--> nothing
 *                                    +--several partitions--> contested
 * </pre>
 */
final class CommandConsumer implements KafkaCommitHandler {

  private static final Logger LOG = Logger.getLogger(CommandConsumer.class);

  /** What is waited for on the polling thread, which has to poll on. */
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  private static final ConsumerGroupMetadata NO_MEMBER = new ConsumerGroupMetadata("none");

  private final KafkaConsumer<?, ?> client;
  private final CommandsInHand inHand;
  private final News news;
  private final CommandProgress progress;
  private Set<TopicPartition> assigned = Set.of();
  private ConsumerGroupMetadata member = NO_MEMBER;
  private ConsumerGroupMetadata refused = NO_MEMBER;
  private CommandTopicWatch.Look topic;
  private Uuid before;
  private int assignments;
  private int looks = 2;
  private long beginsAnewAt = Long.MAX_VALUE;
  private boolean isContested;

  /** What the listener is to be told, on its own thread. */
  interface News {
    void tell(java.util.function.Consumer<CommandTopic.Listener> news);
  }

  /** Commits by this client; news is used on the polling thread. */
  CommandConsumer(
      KafkaConsumer<?, ?> client, CommandsInHand inHand, News news, CommandProgress progress) {
    this.client = client;
    this.inHand = inHand;
    this.news = news;
    this.progress = progress;
  }

  @Override
  public <K, V> Uni<Void> handle(IncomingKafkaRecord<K, V> record) {
    return Uni.createFrom().voidItem();
  }

  @Override
  public void partitionsAssigned(Collection<TopicPartition> partitions) {
    if (!partitions.isEmpty()) {
      own(client.unwrap());
    }
  }

  /** Also called when they are lost; to throw here would leave an owner that does not know it. */
  @Override
  public void partitionsRevoked(Collection<TopicPartition> partitions) {
    if (Collections.disjoint(assigned, partitions)) {
      return;
    }
    String why = "the group took the commands from this instance";
    try {
      Consumer<?, ?> consumer = client.unwrap();
      var last = toCommit(consumer);
      lose(why);
      if (!last.isEmpty() && KafkaTrouble.isMember(consumer.groupMetadata())) {
        consumer.commitSync(last, PATIENCE);
      }
    } catch (RuntimeException failure) {
      lose(why);
      LOG.warnf(failure, "No last commit of %s, so commands come again", partitions);
    }
  }

  /** The records that a poll is about to return. */
  void polled(ConsumerRecords<byte[], byte[]> records) {
    if (progress.isPolling()) {
      return;
    }
    if (inHand.isPast(records)) { // what is known of the former topic's offsets must not meet them
      looks = 0;
      loseAllBut(assigned, "the command topic begins anew, as one does that was deleted");
      beginsAnewAt = records.iterator().next().offset(); // it may soon be as long as it was
    } else {
      inHand.polled(records, System.nanoTime());
    }
    if (topic == null || !inHand.hasRoom()) {
      client.unwrap().pause(client.unwrap().assignment());
    }
  }

  /** The topic was looked at. */
  void looked(Consumer<?, ?> consumer, CommandTopicWatch.Look look) {
    if (look.partitions() != 1) {
      contest(look.contested());
      return;
    }
    if (isContested) {
      isContested = false;
      news.tell(to -> to.lost("the command topic has one partition again"));
    }
    if (topic != null && !topic.topicId().equals(look.topicId())) {
      loseAllBut(assigned, "the command topic was deleted and made anew");
    }
    looks++; // the first may have been on its way already when the topic began anew
    boolean isAnew = before != null && !look.topicId().equals(before);
    boolean ownsFirst = assigned.size() == 1 && partition().partition() == 0;
    if (topic == null && ownsFirst && (looks > 1 || isAnew)) {
      read(consumer, look);
    }
    // where a topic begins is asked beside its id, and may be told of the former one
    long deleted = isAnew ? 0 : inHand.deletedBefore(look.start());
    if (deleted > 0) {
      news.tell(to -> to.deletedUnread(deleted));
      // one that was fetched before, and cannot be unpacked, would fail each poll for ever
      consumer.seek(partition(), Math.max(look.start(), consumer.position(partition(), PATIENCE)));
    }
    progress.looked(consumer, topic == null ? null : partition(), look, inHand.isReading());
  }

  /** The topic is not there. */
  void gone(Consumer<?, ?> consumer) {
    if (topic != null) {
      consumer.pause(consumer.assignment());
      lose("the command topic was deleted");
    }
  }

  /** To be called each second. */
  void beat(Consumer<?, ?> consumer) {
    compareAssignment(consumer);
    if (topic != null) {
      if (inHand.giveUpLate(System.nanoTime())) {
        LOG.warn("Commands that were polled did not arrive; they are polled again");
        rewind(consumer);
      }
      regulate(consumer);
      commit(consumer);
    } else {
      progress.standsBy(consumer);
    }
  }

  /** Polls again what has to be polled again, which may become more meanwhile. */
  void rewind(Consumer<?, ?> consumer) {
    OptionalLong to = inHand.rewindTo();
    while (topic != null && to.isPresent() && consumer.assignment().containsAll(assigned)) {
      consumer.seek(partition(), to.getAsLong());
      to = inHand.rewound(to.getAsLong());
      regulate(consumer);
    }
  }

  /** Reads on when there is room, else not. */
  void regulate(Consumer<?, ?> consumer) {
    if (topic != null && inHand.hasRoom()) {
      consumer.resume(consumer.assignment());
    } else {
      consumer.pause(consumer.assignment());
    }
  }

  private void own(Consumer<?, ?> consumer) {
    lose("the group assigned the commands anew");
    assigned = Set.copyOf(consumer.assignment());
    member = consumer.groupMetadata();
    consumer.pause(assigned);
  }

  private void read(Consumer<?, ?> consumer, CommandTopicWatch.Look look) {
    OffsetAndMetadata committed = consumer.committed(assigned, PATIENCE).get(partition());
    long first = Math.min(beginsAnewAt, committed == null ? look.start() : committed.offset());
    if (look.contradicts(committed == null ? "" : committed.metadata(), before)) {
      first = 0;
      LOG.warnf(
          "What the group committed is of another topic: reading %s from its start", assigned);
      consumer.seekToBeginning(assigned);
    } else { // also without a commit: what was in hand before was polled, and nobody has it now
      consumer.seek(partition(), first);
    }
    topic = look;
    before = look.topicId();
    inHand.open(first);
    int generation = member.generationId();
    news.tell(to -> to.assigned(look.topicId(), generation));
    regulate(consumer);
  }

  private void contest(String why) {
    if (!isContested) {
      isContested = true;
      LOG.errorf("Nobody leads: %s", why);
      news.tell(to -> to.contested(why));
      topic = null;
      lose(why);
    }
    regulate(client.unwrap());
  }

  /** Before anything is given up, leadership is told. */
  private void lose(String why) {
    assignments++;
    if (topic != null) {
      LOG.infof("This instance owns %s no longer: %s", assigned, why);
      news.tell(to -> to.lost(why));
    }
    topic = null;
    inHand.close();
    assigned = Set.of();
  }

  private void loseAllBut(Set<TopicPartition> kept, String why) {
    lose(why);
    assigned = kept;
  }

  /** Callbacks may have failed or never come: what the consumer says of itself counts. */
  private void compareAssignment(Consumer<?, ?> consumer) {
    Set<TopicPartition> now = consumer.assignment();
    ConsumerGroupMetadata is = consumer.groupMetadata();
    boolean isSame = is.memberId().equals(member.memberId());
    if (!now.containsAll(assigned)) {
      lose("the group took the commands from this instance, and nobody said so");
    } else if (KafkaTrouble.isMember(is) && !assigned.isEmpty() && !isSame) {
      lose("this instance left the group and joined it again");
    }
    if (KafkaTrouble.isMember(is) && assigned.isEmpty() && !now.isEmpty() && !is.equals(refused)) {
      own(consumer);
    } else if (KafkaTrouble.isMember(is) && isSame) {
      member = is;
    }
  }

  private void commit(Consumer<?, ?> consumer) {
    long sentAt = System.nanoTime();
    ConsumerGroupMetadata sentBy = consumer.groupMetadata();
    int sentFor = assignments;
    var offsets = toCommit(consumer);
    if (!offsets.isEmpty()) { // or it would be taken, and prove nothing
      consumer.commitAsync(offsets, (taken, failure) -> answered(sentAt, sentBy, sentFor, failure));
    }
  }

  private void answered(long sentAt, ConsumerGroupMetadata by, int sentFor, Exception failure) {
    if (sentFor != assignments) {
      return;
    }
    progress.committed(failure);
    if (failure == null) {
      beginsAnewAt = Long.MAX_VALUE;
      news.tell(to -> to.confirmed(sentAt));
    } else if (KafkaTrouble.isLossOfMembership(failure)) {
      refused = by;
      lose("the group does not know this instance any more: " + failure.getMessage());
    }
  }

  /** Nothing once the context gave up what was in hand: the first of it nobody knows any more. */
  private Map<TopicPartition, OffsetAndMetadata> toCommit(Consumer<?, ?> consumer) {
    OptionalLong first = inHand.first();
    if (topic == null || (first.isEmpty() && !inHand.isOpen())) {
      return Map.of();
    }
    long offset = first.orElseGet(() -> consumer.position(partition(), PATIENCE));
    return Map.of(partition(), new OffsetAndMetadata(offset, topic.mark()));
  }

  private TopicPartition partition() {
    return assigned.iterator().next();
  }
}
