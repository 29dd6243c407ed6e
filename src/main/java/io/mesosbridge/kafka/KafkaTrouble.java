package io.mesosbridge.kafka;

import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.ApiException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.GroupAuthorizationException;
import org.apache.kafka.common.errors.SslAuthenticationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;

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
    if (what instanceof TimeoutException) {
      return "does not answer: " + what.getMessage();
    }
    return "does not work: " + (what instanceof ApiException ? what : root(what));
  }

  /** Whether nothing was heard, as from one that expects TLS or a login and gets neither. */
  static boolean isSilence(Throwable failure) {
    return unpacked(failure) instanceof TimeoutException;
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
