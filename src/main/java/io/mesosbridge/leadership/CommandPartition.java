package io.mesosbridge.leadership;

import io.smallrye.common.annotation.Identifier;
import io.smallrye.reactive.messaging.kafka.KafkaClientService;
import io.smallrye.reactive.messaging.kafka.KafkaConsumer;
import io.smallrye.reactive.messaging.kafka.KafkaConsumerRebalanceListener;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.jboss.logging.Logger;

/**
 * The partition of the command topic as the consumer group gives and takes it: its owner leads. Its
 * methods are called on the consumer's thread.
 */
@ApplicationScoped
@Identifier("command-partition")
public class CommandPartition implements KafkaConsumerRebalanceListener {

  private static final Logger LOG = Logger.getLogger(CommandPartition.class);

  private final Leadership leadership;
  private final KafkaClientService clients;

  /** Tells this leadership. */
  public CommandPartition(Leadership leadership, KafkaClientService clients) {
    this.leadership = leadership;
    this.clients = clients;
  }

  @Override
  public void onPartitionsAssigned(Consumer<?, ?> consumer, Collection<TopicPartition> partitions) {
    if (!partitions.isEmpty()) {
      LOG.infof("This instance owns %s and leads", partitions);
      leadership.owned(this::confirm);
    }
  }

  @Override
  public void onPartitionsRevoked(Consumer<?, ?> consumer, Collection<TopicPartition> partitions) {
    if (!partitions.isEmpty()) {
      LOG.infof("This instance owns %s no longer and stands by", partitions);
      leadership.lost();
    }
  }

  /**
   * Asks the group whether this instance is still a member and owner: only then does the group take
   * a commit from it.
   */
  private Future<Void> confirm() {
    KafkaConsumer<Object, Object> consumer = clients.getConsumer("commands");
    Promise<Void> confirmed = Promise.promise();
    consumer
        .runOnPollingThread(CommandPartition::commitWhatIsCommitted)
        .subscribe()
        .with(nothing -> confirmed.complete(), confirmed::fail);
    return confirmed.future();
  }

  private static void commitWhatIsCommitted(Consumer<?, ?> consumer) {
    Set<TopicPartition> owned = consumer.assignment();
    if (owned.isEmpty()) {
      throw new IllegalStateException("the group gave the partition to another instance");
    }
    Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>(consumer.committed(owned));
    Map<TopicPartition, Long> beginnings = consumer.beginningOffsets(owned);
    owned.forEach(
        partition ->
            offsets.compute(
                partition,
                (same, offset) ->
                    offset == null ? new OffsetAndMetadata(beginnings.get(partition)) : offset));
    consumer.commitSync(offsets);
  }
}
