package io.mesosbridge.kafka;

import io.mesosbridge.core.Recent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;

/**
 * Looks the topics up that replies are for: a producer that asks for one makes it, where the broker
 * does that for whoever asks. Closed with its term.
 */
public class ReplyTopics {

  private static final int MOST = 1_000;

  /** One that is deleted meanwhile may come back by a reply. */
  private static final long KNOWN_NANOS = Duration.ofSeconds(10).toNanos();

  private final Supplier<Admin> admins;
  private final Executor context;
  private final Map<String, Known> known = new Recent<>(MOST);
  private final Map<String, List<BiConsumer<TopicDescription, Throwable>>> asked = new HashMap<>();
  private final ExecutorService asking = Executors.newSingleThreadExecutor(ReplyTopics::daemon);
  private Admin admin;
  private int waiting;

  private record Known(TopicDescription topic, long atNanos) {}

  /** Asks a client that is made for the first of them; tells on the context. */
  public ReplyTopics(Supplier<Admin> admins, Executor context) {
    this.admins = admins;
    this.context = context;
  }

  private static Thread daemon(Runnable task) {
    Thread thread = new Thread(task, "bridge-reply-topics");
    thread.setDaemon(true);
    return thread;
  }

  /** How many wait to be told. */
  int waiting() {
    return waiting;
  }

  /** Tells of the topic, or why it is not known; in the order in which it was asked for. */
  void find(String topic, BiConsumer<TopicDescription, Throwable> told) {
    Known found = known.get(topic);
    if (asked.containsKey(topic)) {
      waiting++;
      asked.get(topic).add(told);
    } else if (found != null && System.nanoTime() - found.atNanos < KNOWN_NANOS) {
      told.accept(found.topic, null);
    } else {
      waiting++;
      asked.put(topic, new ArrayList<>(List.of(told)));
      asking.execute(() -> ask(topic));
    }
  }

  private void ask(String topic) {
    try {
      KafkaFuture<TopicDescription> answer = describe(topic);
      Admin answering = admin;
      answer
          .toCompletionStage()
          .whenComplete(
              (found, failure) -> context.execute(() -> tell(topic, found, failure, answering)));
    } catch (RuntimeException failure) {
      context.execute(() -> tell(topic, null, failure, null));
    }
  }

  /** Asks Kafka, which makes no topic because of that. */
  protected KafkaFuture<TopicDescription> describe(String topic) {
    if (admin == null) {
      admin = admins.get();
    }
    return admin.describeTopics(List.of(topic)).topicNameValues().get(topic);
  }

  private void tell(String topic, TopicDescription found, Throwable failure, Admin answering) {
    if (asking.isShutdown()) {
      return;
    }
    if (failure != null && KafkaTrouble.isRefusal(failure)) {
      asking.execute(() -> replace(answering));
    }
    if (found != null) {
      known.put(topic, new Known(found, System.nanoTime()));
    }
    List<BiConsumer<TopicDescription, Throwable>> all = asked.remove(topic);
    waiting -= all.size();
    all.forEach(told -> told.accept(found, failure));
  }

  /** One that was refused would not notice that it is let in again. */
  private void replace(Admin refused) {
    if (admin != null && admin == refused) {
      admin = null;
      KafkaClients.closeAtOnce(refused);
    }
  }

  /** Nobody is told anything from here on. */
  public void close() {
    asking.execute(
        () -> {
          if (admin != null) {
            KafkaClients.closeAtOnce(admin);
          }
        });
    asking.shutdown();
  }
}
