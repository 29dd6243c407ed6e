package io.mesosbridge.kafka;

import io.mesosbridge.core.Recent;
import io.mesosbridge.core.language.LogField;
import io.quarkus.logging.LoggingFilter;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.function.LongSupplier;
import java.util.logging.Filter;
import java.util.logging.LogRecord;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.RetriableCommitFailedException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.ApiException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.FencedInstanceIdException;
import org.apache.kafka.common.errors.GroupAuthorizationException;
import org.apache.kafka.common.errors.IllegalGenerationException;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.errors.SslAuthenticationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.UnknownMemberIdException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.jboss.logging.Logger;

/** What a failure of a Kafka client means, and which key or which right would help. */
public final class KafkaTrouble {

  private static final Logger LOG = Logger.getLogger(KafkaTrouble.class);

  private KafkaTrouble() {}

  /** The rest of a sentence that begins with "Kafka". */
  static String inWords(Throwable failure) {
    Throwable what = unpacked(failure);
    if (root(failure) instanceof VirtualMachineError) {
      LOG.error("A Kafka client failed", failure); // whoever watches the log ends the process
    }
    if (what instanceof SslAuthenticationException) {
      return "fails at TLS: " + KafkaTls.inWords(root(what));
    }
    if (what instanceof AuthenticationException) {
      return "refuses the login: "
          + what.getMessage()
          + "; kafka.sasl.mechanism and kafka.sasl.jaas.config have to be what the broker knows";
    }
    if (what instanceof AuthorizationException) {
      return "forbids it: " + what.getMessage() + "; " + missingRight(what);
    }
    if (isUnknownTopic(what)) {
      return "does not know it: " + what.getMessage();
    }
    if (what instanceof TimeoutException) {
      return "does not answer: " + what.getMessage();
    }
    if (isOfCodec(failure)) {
      return "sends what cannot be unpacked here, since a codec's library cannot be loaded: "
          + root(failure)
          + "; "
          + Codecs.advice();
    }
    return "does not work: " + (what instanceof ApiException ? what : root(what));
  }

  /**
   * Whether who sent the commit is no member any more; anything else is silence, and proves
   * nothing.
   */
  static boolean isLossOfMembership(Exception failure) {
    return failure instanceof CommitFailedException
        || failure instanceof UnknownMemberIdException
        || failure instanceof IllegalGenerationException
        || failure instanceof FencedInstanceIdException;
  }

  /** Whether a codec does not work; its first error tells more than all that follow. */
  static boolean isOfCodec(Throwable failure) {
    return root(failure) instanceof Error error
        && !(error instanceof VirtualMachineError || error instanceof AssertionError);
  }

  /** Whether this is the membership of somebody who joined. */
  static boolean isMember(ConsumerGroupMetadata metadata) {
    return metadata.generationId() >= 0 && !metadata.memberId().isEmpty();
  }

  /** Whether nothing was heard, as from one that expects TLS or a login and gets neither. */
  static boolean isSilence(Throwable failure) {
    return unpacked(failure) instanceof TimeoutException;
  }

  /**
   * A producer that does not wait says of a topic only that it is not there, whatever the reason:
   * this is the reason, when it will not pass by itself.
   */
  static Exception ofTopic(Exception failure) {
    return failure instanceof TimeoutException
            && (failure.getCause() instanceof AuthorizationException
                || failure.getCause() instanceof InvalidTopicException)
        ? (Exception) failure.getCause()
        : failure;
  }

  /** Whether a producer that took no record may take it later: no metadata, no room, no login. */
  static boolean isAbsence(Exception failure) {
    return failure instanceof TimeoutException || failure instanceof AuthenticationException;
  }

  /**
   * Whether a login or a certificate was refused. An admin client goes on to say so, without asking
   * anew, until what it knew of the cluster expires, which takes up to five minutes.
   */
  static boolean isRefusal(Throwable failure) {
    return chain(failure).anyMatch(AuthenticationException.class::isInstance);
  }

  /**
   * Whether a topic or a partition is not there; of a partition a producer says so in words only.
   */
  static boolean isUnknownTopic(Throwable failure) {
    return failure instanceof TimeoutException
        && (failure.getCause() instanceof UnknownTopicOrPartitionException
            || String.valueOf(failure.getMessage()).startsWith("Partition "));
  }

  private static String missingRight(Throwable forbidden) {
    if (forbidden instanceof TopicAuthorizationException) {
      return "allow this user Read and Write on the topic";
    }
    return forbidden instanceof GroupAuthorizationException
        ? "allow this user Read on the group"
        : "allow this user Read and Write on the bridge's topics";
  }

  private static Throwable unpacked(Throwable failure) {
    boolean packed =
        failure instanceof ExecutionException
            || failure instanceof CompletionException
            || failure instanceof RetriableCommitFailedException
            || failure.getClass() == KafkaException.class;
    return packed && failure.getCause() != null ? unpacked(failure.getCause()) : failure;
  }

  static Throwable root(Throwable failure) {
    return chain(failure).reduce(failure, (above, cause) -> cause);
  }

  static Stream<Throwable> chain(Throwable failure) {
    return Stream.iterate(failure, cause -> cause != null, Throwable::getCause);
  }

  /**
   * Lets Kafka's clients, the connector and ZooKeeper's client say a thing once, and again after
   * five minutes: each of them complains at every attempt, which is several lines a second while
   * the other is away. Quarkus puts it before each handler of the log, see {@code
   * quarkus.log.console.filter}; each of them gets what is said.
   */
  @LoggingFilter(name = "client-chatter")
  public static final class ClientChatter implements Filter {

    private static final long SILENCE_NANOS = Duration.ofMinutes(5).toNanos();
    private static final int MOST_REMEMBERED = 500;
    private static final List<String> CHATTERERS =
        List.of(
            "org.apache.kafka.",
            "io.smallrye.reactive.messaging.kafka",
            "org.apache.zookeeper.",
            "org.apache.curator.");

    private final LongSupplier nanos;
    private final Map<String, Said> said = new Recent<>(MOST_REMEMBERED);

    private record Said(long atNanos, long sequenceNumber) {}

    /** With the clock of the process; called by Quarkus. */
    public ClientChatter() {
      this(System::nanoTime);
    }

    ClientChatter(LongSupplier nanos) {
      this.nanos = nanos;
    }

    @Override
    public boolean isLoggable(LogRecord line) {
      LogEscapes.escape(line);
      String logger = String.valueOf(line.getLoggerName());
      return CHATTERERS.stream().noneMatch(logger::startsWith) || isNew(line);
    }

    private synchronized boolean isNew(LogRecord line) {
      String text = textOf(line);
      long now = nanos.getAsLong();
      Said before = said.get(text);
      if (before != null && now - before.atNanos < SILENCE_NANOS) {
        return before.sequenceNumber == line.getSequenceNumber();
      }
      said.remove(text);
      said.put(text, new Said(now, line.getSequenceNumber()));
      return true;
    }

    /** Correlation ids, offsets and ports make no other line. */
    private static String textOf(LogRecord line) {
      return Complaint.withoutNumbers(line.getMessage() + " " + line.getThrown());
    }
  }

  /**
   * Tells of a trouble that is met again at every attempt: a reason at once and again every five
   * minutes, but not more than ten lines a minute, and when it is over. Safe for use by several
   * threads.
   */
  public static final class Complaint {

    private static final long SILENCE_NANOS = Duration.ofMinutes(5).toNanos();
    private static final long SPELL_NANOS = Duration.ofMinutes(1).toNanos();
    private static final int MOST_IN_A_SPELL = 10;

    private final Logger log;
    private final Troubles troubles;
    private final LongSupplier nanos;
    private final Map<String, Long> told = new Recent<>(100);
    private boolean isTold;
    private long spellSince;
    private int inSpell = MOST_IN_A_SPELL;

    /** Tells it in this log. */
    public Complaint(Logger log) {
      this(log, new Troubles(System::nanoTime));
    }

    /** Tells it in this log, and that it keeps this instance from its work. */
    public Complaint(Logger log, Troubles troubles) {
      this(log, troubles, System::nanoTime);
    }

    Complaint(Logger log, Troubles troubles, LongSupplier nanos) {
      this.log = log;
      this.troubles = troubles;
      this.nanos = nanos;
      this.spellSince = nanos.getAsLong() - SPELL_NANOS;
    }

    /** The trouble is there, for this reason. */
    public void because(String reason) {
      because(reason, LogField.command(null));
    }

    /** The same, of one command. */
    synchronized void because(String reason, LogField command) {
      if (!troubles.because(this, reason)) {
        return;
      }
      String now = withoutNumbers(reason);
      Long before = told.get(now);
      if ((before == null || nanos.getAsLong() - before >= SILENCE_NANOS) && mayTell()) {
        told.remove(now);
        told.put(now, nanos.getAsLong());
        isTold = true;
        log.warnf("%s", reason, command);
      }
    }

    private boolean mayTell() {
      long now = nanos.getAsLong();
      if (now - spellSince >= SPELL_NANOS) {
        spellSince = now;
        inSpell = 0;
      }
      return inSpell++ < MOST_IN_A_SPELL;
    }

    /** The trouble is over, in these words. */
    public synchronized void over(String relief) {
      troubles.over(this);
      if (isTold) {
        isTold = false;
        told.clear();
        log.info(relief);
      }
    }

    /** Times, counters and ports make no other reason. */
    static String withoutNumbers(String text) {
      return text.replaceAll("\\d+", "#");
    }
  }
}
