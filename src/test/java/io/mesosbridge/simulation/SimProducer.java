package io.mesosbridge.simulation;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a process writes by. Records of one topic land in the order in which they were sent, and are
 * answered in it: none lands behind one that was refused before that is heard, since brokers count
 * them. Those of different topics wait for nothing of each other.
 */
public final class SimProducer {

  /** Why a record is not known to be in Kafka. */
  public enum Refusal {
    TOO_LARGE,
    NOT_ALLOWED,
    /** It may have landed all the same. */
    TIMED_OUT
  }

  /** What becomes of a record; one of both comes once, unless the process ends before. */
  public interface Answer {
    void written(int partition, long offset, long timestamp);

    void refused(Refusal why);
  }

  /** How long the producer strives for a record. */
  static final Duration DELIVERY_TIMEOUT = Duration.ofSeconds(30);

  @SuppressWarnings("ArrayRecordComponent") // compared by nobody
  private record Waiting(
      int partition,
      String key,
      byte[] value,
      Map<String, String> headers,
      long sentAt,
      Answer answer) {
    int bytes() {
      return (key == null ? 0 : key.length()) + (value == null ? 0 : value.length);
    }
  }

  /** An answer on its way back: a record that landed, or else a refusal. */
  private record Answering(Waiting record, SimRecord landed, Refusal refusal, long due) {}

  private final SimKafka kafka;
  private final Mailbox mailbox;
  private final String writer;
  private final long timeoutMillis;
  private final Map<String, Lane> lanes = new LinkedHashMap<>();
  private long bytesInFlight;
  private long oldest;
  private boolean dead;

  SimProducer(SimKafka kafka, Mailbox mailbox, String writer) {
    this(kafka, mailbox, writer, DELIVERY_TIMEOUT);
  }

  /** Strives that long for a record. */
  SimProducer(SimKafka kafka, Mailbox mailbox, String writer, Duration deliveryTimeout) {
    this.timeoutMillis = deliveryTimeout.toMillis();
    this.kafka = kafka;
    this.mailbox = mailbox;
    this.writer = writer;
  }

  /** Sends a record after all that were sent to the topic before it. */
  public void send(
      String topic,
      int partition,
      String key,
      byte[] value,
      Map<String, String> headers,
      Answer answer) {
    Waiting record = new Waiting(partition, key, value, headers, kafka.loop().nowMillis(), answer);
    bytesInFlight += record.bytes();
    lanes.computeIfAbsent(topic, Lane::new).send(record);
  }

  /** How many bytes of keys and values are not answered yet. */
  public long bytesInFlight() {
    return bytesInFlight;
  }

  /** Since when the oldest of them waits, in milliseconds since the epoch; 0 when none does. */
  public long waitingSince() {
    oldest = 0;
    lanes.values().forEach(Lane::noteOldest);
    return oldest;
  }

  /** Whether a record of that key has still to land in the topic. */
  boolean isOnTheWay(String topic, String key) {
    Lane lane = lanes.get(topic);
    return lane != null && lane.waiting.stream().anyMatch(record -> key.equals(record.key()));
  }

  /**
   * The process ends: what has not left yet never lands, and nobody hears of what does.
   *
   * @param left how many records of each topic had left already
   */
  void kill(int left) {
    dead = true;
    lanes.values().forEach(lane -> lane.keep(left));
  }

  private final class Lane implements SimKafka.Watcher {

    private final String topic;
    private final Deque<Waiting> waiting = new ArrayDeque<>();
    private final Deque<Answering> answering = new ArrayDeque<>();
    private long landingTimer = -1;
    private long answeringTimer = -1;

    /** Whether the timers wait for nothing but the end of the producer's patience. */
    private boolean stuck;

    private boolean unheard;

    private Lane(String topic) {
      this.topic = topic;
      kafka.watch(topic, this);
    }

    private void send(Waiting record) {
      waiting.add(record);
      if (waiting.size() == 1) {
        landLater();
      }
    }

    private void noteOldest() {
      for (long since :
          List.of(
              waiting.isEmpty() ? 0L : waiting.peek().sentAt(),
              answering.isEmpty() ? 0L : answering.peek().record().sentAt())) {
        if (since != 0 && (oldest == 0 || since < oldest)) {
          oldest = since;
        }
      }
    }

    private void keep(int left) {
      while (waiting.size() > left) {
        waiting.removeLast();
      }
    }

    @Override
    public void look() {
      if (stuck && isOpen()) {
        landLater();
      }
      if (unheard && answersComeThrough()) {
        kafka.loop().cancel(answeringTimer);
        answerLater();
      }
    }

    private boolean isOpen() {
      return !kafka.isAway()
          && mailbox.reaches(topic)
          && !kafka.weather(topic).isLeaderless()
          && kafka.topic(topic).isPresent()
          && !(kafka.weather(topic).isRefusing() && kafka.weather(topic).areAnswersLost());
    }

    private void landLater() {
      stuck = false;
      kafka.loop().cancel(landingTimer);
      landingTimer =
          kafka.loop().after(kafka.atMost(kafka.weather(topic).landingMillis()), this::land);
    }

    private void land() {
      if (waiting.isEmpty()) {
        return;
      }
      if (isOpen()) {
        landAll();
      } else {
        giveUpLater();
      }
    }

    /** What waits at this moment goes in one batch. */
    private void landAll() {
      while (!waiting.isEmpty() && !isRefusalUnheard()) {
        Waiting record = waiting.remove();
        if (kafka.weather(topic).isRefusing()) {
          answer(record, null, Refusal.NOT_ALLOWED);
        } else if (record.bytes() > kafka.topic(topic).orElseThrow().maxRecordBytes()) {
          answer(record, null, Refusal.TOO_LARGE);
        } else {
          SimRecord landed =
              kafka.append(
                  topic,
                  record.partition(),
                  record.key(),
                  record.value(),
                  record.headers(),
                  0,
                  writer);
          answer(record, landed, null);
        }
      }
    }

    private boolean isRefusalUnheard() {
      return !answering.isEmpty() && answering.peekLast().refusal() != null;
    }

    private void giveUpLater() {
      long due = waiting.peek().sentAt() + timeoutMillis;
      long now = kafka.loop().nowMillis();
      if (due <= now) {
        answer(waiting.remove(), null, Refusal.TIMED_OUT);
      }
      stuck = !waiting.isEmpty();
      if (stuck) {
        long next = waiting.peek().sentAt() + timeoutMillis;
        landingTimer = kafka.loop().after(Duration.ofMillis(Math.max(1, next - now)), this::land);
      }
    }

    private void answer(Waiting record, SimRecord landed, Refusal refusal) {
      long last = answering.isEmpty() ? 0 : answering.peekLast().due();
      long due =
          kafka.loop().nowMillis()
              + kafka.atMost(kafka.weather(topic).answeringMillis()).toMillis();
      answering.add(new Answering(record, landed, refusal, Math.max(last, due)));
      if (answering.size() == 1) {
        answerLater();
      }
    }

    private void answerLater() {
      long now = kafka.loop().nowMillis();
      Answering next = answering.peek();
      long timeout = next.record().sentAt() + timeoutMillis;
      unheard = !answersComeThrough();
      long due = !unheard ? next.due() : Math.max(timeout, next.due());
      answeringTimer =
          kafka.loop().after(Duration.ofMillis(Math.max(1, due - now)), this::answerNext);
    }

    private boolean answersComeThrough() {
      return !kafka.isAway() && mailbox.reaches(topic) && !kafka.weather(topic).areAnswersLost();
    }

    private void answerNext() {
      unheard = false;
      Answering next = answering.peek();
      long timeout = next.record().sentAt() + timeoutMillis;
      if (answersComeThrough() || timeout <= kafka.loop().nowMillis()) {
        answering.remove();
        tell(next, next.refusal() == null && !answersComeThrough());
      } else if (next.refusal() != null) { // it is sent again until somebody answers
        answering.remove();
        waiting.addFirst(next.record());
      }
      if (next.refusal() != null && !waiting.isEmpty()) {
        landLater();
      }
      if (!answering.isEmpty()) {
        answerLater();
      }
    }

    private void tell(Answering next, boolean timedOut) {
      if (dead) {
        return;
      }
      mailbox.deliver(
          () -> {
            bytesInFlight -= next.record().bytes();
            Answer answer = next.record().answer();
            if (timedOut) {
              answer.refused(Refusal.TIMED_OUT);
            } else if (next.refusal() != null) {
              answer.refused(next.refusal());
            } else {
              SimRecord landed = next.landed();
              answer.written(next.record().partition(), landed.offset(), landed.timestamp());
            }
          });
    }
  }
}
