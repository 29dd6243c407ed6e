package io.mesosbridge.commands;

import io.smallrye.reactive.messaging.kafka.api.IncomingKafkaRecordMetadata;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.jboss.logging.Logger;

/** A command as the channel gave it. */
final class ReceivedCommand implements CommandMessage {

  private static final Logger LOG = Logger.getLogger(ReceivedCommand.class);

  /** Those that the bridge reads go with all records about the command. */
  private static final int LONGEST_HEADER = 1_000;

  private final Message<byte[]> message;
  private final IncomingKafkaRecordMetadata<?, ?> metadata;
  private final Instant receivedAt = Instant.now();
  private final Consumer<ReceivedCommand> whenSettled;
  private final Runnable makeRoom;
  private boolean madeRoom;

  ReceivedCommand(
      Message<byte[]> message, Consumer<ReceivedCommand> whenSettled, Runnable makeRoom) {
    this.message = message;
    this.metadata = message.getMetadata(IncomingKafkaRecordMetadata.class).orElseThrow();
    this.whenSettled = whenSettled;
    this.makeRoom = makeRoom;
  }

  @Override
  public String topic() {
    return metadata.getTopic();
  }

  @Override
  public int partition() {
    return metadata.getPartition();
  }

  @Override
  public long offset() {
    return metadata.getOffset();
  }

  @Override
  public Instant receivedAt() {
    return receivedAt;
  }

  @Override
  public Headers headers() {
    return metadata.getHeaders();
  }

  @Override
  public byte[] value() {
    return message.getPayload();
  }

  @Override
  public Optional<String> header(String name) {
    Header header = headers().lastHeader(name);
    return header == null || header.value() == null || header.value().length > LONGEST_HEADER
        ? Optional.empty()
        : Optional.of(new String(header.value(), StandardCharsets.UTF_8));
  }

  @Override
  public void settle() {
    settled(message.ack());
  }

  @Override
  public void settleAsDeadLetter(String why) {
    settled(
        message
            .nack(new UnreadableCommandException(why))
            .exceptionallyCompose(
                failure -> {
                  LOG.errorf(
                      failure,
                      "%s-%d@%d is no command and cannot be put aside as a dead letter either",
                      topic(),
                      partition(),
                      offset());
                  return message.ack();
                }));
  }

  @Override
  public void stepAside() {
    if (!madeRoom) {
      madeRoom = true;
      makeRoom.run();
    }
  }

  private void settled(CompletionStage<Void> done) {
    done.whenComplete(
        (nothing, failure) -> {
          if (failure != null) {
            LOG.warnf(
                failure,
                "Could not settle %s-%d@%d; it will come again and be recognised",
                topic(),
                partition(),
                offset());
          }
        });
    whenSettled.accept(this);
  }

  /** What the dead letter's headers say. */
  static final class UnreadableCommandException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    UnreadableCommandException(String message) {
      super(message, null, false, false);
    }
  }
}
