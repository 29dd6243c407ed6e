package io.mesosbridge.kafka;

import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.ApiException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.GroupAuthorizationException;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.errors.SslAuthenticationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** What a failure of a Kafka client means, and which key or which right would help. */
final class KafkaTrouble {

  private KafkaTrouble() {}

  /** The rest of a sentence that begins with "Kafka". */
  static String inWords(Throwable failure) {
    Throwable what = unpacked(failure);
    if (what instanceof SslAuthenticationException) {
      return "fails at TLS: "
          + root(what).getMessage()
          + "; kafka.tls-configuration-name says whom to trust, and kafka.bootstrap.servers has to"
          + " name the host as the broker's certificate does";
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
    return "does not work: " + (what instanceof ApiException ? what : root(what));
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
            || failure.getClass() == KafkaException.class;
    return packed && failure.getCause() != null ? unpacked(failure.getCause()) : failure;
  }

  private static Throwable root(Throwable failure) {
    return Stream.iterate(failure, cause -> cause != null, Throwable::getCause)
        .reduce(failure, (above, cause) -> cause);
  }
}
