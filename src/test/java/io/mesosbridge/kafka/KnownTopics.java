package io.mesosbridge.kafka;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartitionInfo;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.internals.KafkaFutureImpl;

/** A Kafka that has every topic but {@code typo}, each with one partition. */
final class KnownTopics extends ReplyTopics {

  final List<String> lookedUp = new CopyOnWriteArrayList<>();

  KnownTopics(Executor context) {
    super(
        () -> {
          throw new AssertionError("no client is needed");
        },
        context);
  }

  @Override
  protected KafkaFuture<TopicDescription> describe(String topic) {
    lookedUp.add(topic);
    var described = new KafkaFutureImpl<TopicDescription>();
    if (topic.equals("typo")) {
      described.completeExceptionally(new UnknownTopicOrPartitionException("no typo"));
    } else {
      var partition = new TopicPartitionInfo(0, null, List.of(), List.of());
      boolean isInternal = topic.startsWith("__");
      described.complete(new TopicDescription(topic, isInternal, List.of(partition)));
    }
    return described;
  }
}
