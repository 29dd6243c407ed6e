package io.mesosbridge.commands;

import io.vertx.core.Context;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.TreeMap;
import java.util.concurrent.Flow;
import java.util.function.Consumer;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.eclipse.microprofile.reactive.messaging.Message;

/**
 * Takes commands from Kafka, a bounded number and size at a time, and keeps each until it is
 * settled: a term may end with commands in hand, and the next one begins with them.
 *
 * <p>All methods but the subscriber's own are called on the bridge's context.
 */
@ApplicationScoped
public class CommandIntake {

  private static final int MOST_IN_HAND = 256;
  private static final int MOST_BYTES = 16 << 20;

  /** How large they are shows only once they are there. */
  private static final int AT_ONCE = 8;

  private final Context context;
  private final TreeMap<Long, ReceivedCommand> unsettled = new TreeMap<>();
  private Consumer<CommandMessage> leader;
  private Flow.Subscription upstream;
  private int requested;
  private int inHand;
  private long bytes;

  /** Nothing is in hand yet. */
  public CommandIntake(Context context) {
    this.context = context;
  }

  /** The end of the channel. */
  @Incoming("commands")
  public Flow.Subscriber<Message<byte[]>> channel() {
    return new Flow.Subscriber<>() {
      @Override
      public void onSubscribe(Flow.Subscription subscription) {
        context.runOnContext(
            ignored -> {
              upstream = subscription;
              request();
            });
      }

      @Override
      public void onNext(Message<byte[]> message) {
        context.runOnContext(ignored -> received(message));
      }

      @Override
      public void onError(Throwable failure) {
        throw new IllegalStateException("The command channel failed", failure);
      }

      @Override
      public void onComplete() {
        // the application is stopping
      }
    };
  }

  /** Somebody leads: gets what is in hand, in order, and what comes. */
  public void lead(Consumer<CommandMessage> newLeader) {
    leader = newLeader;
    unsettled.values().forEach(newLeader);
  }

  /** Nobody leads; what comes is kept. */
  public void rest() {
    leader = null;
  }

  /** The partition is another's: it will get what is in hand here. */
  public void forget() {
    rest();
    unsettled.values().forEach(ReceivedCommand::stepAside);
    unsettled.clear();
  }

  /** How many commands have no result yet. */
  public int inHand() {
    return unsettled.size();
  }

  private void request() {
    while (requested < AT_ONCE && requested + inHand < MOST_IN_HAND && bytes < MOST_BYTES) {
      requested++;
      upstream.request(1);
    }
  }

  private void received(Message<byte[]> message) {
    requested--;
    int size = message.getPayload() == null ? 0 : message.getPayload().length;
    inHand++;
    bytes += size;
    ReceivedCommand command = new ReceivedCommand(message, this::settled, () -> makeRoom(size));
    ReceivedCommand before = unsettled.put(command.offset(), command);
    if (before != null) {
      before.stepAside();
    }
    if (leader != null) {
      leader.accept(command);
    }
    request();
  }

  private void makeRoom(int size) {
    inHand--;
    bytes -= size;
    request();
  }

  private void settled(ReceivedCommand command) {
    unsettled.remove(command.offset(), command);
    command.stepAside();
  }
}
