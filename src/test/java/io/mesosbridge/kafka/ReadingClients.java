package io.mesosbridge.kafka;

import io.mesosbridge.config.BridgeConfig;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.Uuid;

/** Clients whose readers a test makes, and whose topics have ids by their number. */
final class ReadingClients extends KafkaClients {

  private final Supplier<Consumer<byte[], byte[]>> readers;
  private final AtomicLong made = new AtomicLong();

  ReadingClients(BridgeConfig config, Supplier<Consumer<byte[], byte[]>> readers) {
    super(Map.of(), config);
    this.readers = readers;
  }

  /** From here on all topics are others. */
  void topicsAreMadeAnew() {
    made.incrementAndGet();
  }

  @Override
  public Consumer<byte[], byte[]> reader(String name) {
    return readers.get();
  }

  @Override
  Map<String, Uuid> topicIds(String name, Set<String> topics) {
    Uuid id = new Uuid(1, made.get());
    return topics.stream().collect(Collectors.toMap(Function.identity(), topic -> id));
  }
}
