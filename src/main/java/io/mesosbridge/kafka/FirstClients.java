package io.mesosbridge.kafka;

import io.mesosbridge.kafka.KafkaTrouble.Complaint;
import io.quarkus.runtime.ApplicationLifecycleManager;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.runtime.configuration.ConfigurationException;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.security.auth.login.LoginException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.utils.Utils;
import org.eclipse.microprofile.config.Config;
import org.jboss.logging.Logger;

/**
 * Makes Kafka clients before the channels do, which end the process with a stack trace of each
 * setting that a client's constructor refuses. Runs before anything is served, on the main thread.
 */
@Singleton
class FirstClients {

  private static final Logger LOG = Logger.getLogger(FirstClients.class);

  /** The connector's channels start at 1000, and the configuration is checked at 1. */
  private static final int BEFORE_CHANNELS = 500;

  private static final long RETRY_MILLIS = 2_000;

  /** A token endpoint or a KDC that is not there yet; JAAS leaves of most causes only the text. */
  private static final Pattern PASSING =
      Pattern.compile(
          "java\\.net\\.\\w+Exception|javax\\.net\\.ssl\\.\\w+Exception"
              + "|java\\.io\\.(IO|EOF|InterruptedIO)Exception|error occurred while retrieving token");

  private final Complaint complaint = new Complaint(LOG);
  private final Complaint login = new Complaint(LOG);
  private final CountDownLatch never = new CountDownLatch(1);

  /** Looks a host name up. */
  interface Names {
    InetAddress of(String host) throws UnknownHostException;
  }

  void atStart(
      @Observes @Priority(BEFORE_CHANNELS) StartupEvent start, KafkaClients clients, Config config)
      throws InterruptedException {
    KafkaClients ofCommands = clients.ofChannel("commands", config);
    for (KafkaClients each : List.of(clients, ofCommands)) {
      while (!isKnown(each.bootstrapServers(), InetAddress::getByName) || !tryOut(each)) {
        never.await(RETRY_MILLIS, TimeUnit.MILLISECONDS);
        if (ApplicationLifecycleManager.isVmShuttingDown()) { // which waits for this start to end
          throw new ConfigurationException("Stopped before Kafka could be asked");
        }
      }
    }
  }

  /** Whether one of them can be asked, or a client will say what is wrong with them; else tells. */
  boolean isKnown(List<String> servers, Names names) {
    for (String server : servers) {
      String host = Utils.getHost(server);
      try {
        if (host == null || names.of(host) != null) {
          complaint.over("The host name of " + server + " can be resolved");
          return true;
        }
      } catch (UnknownHostException notYet) {
        LOG.debugf("No address of %s: %s", server, notYet.getMessage());
      }
    }
    complaint.because(
        ("Not started yet: kafka.bootstrap.servers=%s has no host name that can be resolved here; it is looked up again"
                + " every %d ms, and right is a name that DNS or /etc/hosts knows, for example"
                + " kafka.bootstrap.servers=localhost:9092")
            .formatted(String.join(",", servers), RETRY_MILLIS));
    return false;
  }

  /**
   * Makes a client and closes it: whether one can be made now, else tells. One that reads connects
   * to nobody before it is asked to, but what it logs in with is asked for at once.
   *
   * @throws ConfigurationException when none can ever be made: Quarkus ends then, with one line
   */
  boolean tryOut(KafkaClients clients) {
    try {
      clients.reader("start").close();
      login.over("The login to Kafka works");
      return true;
    } catch (KafkaException broken) {
      if (!mayPass(broken)) {
        throw new ConfigurationException(
            "The configuration is refused:\n  no Kafka client can be made of kafka.*: "
                + why(KafkaTrouble.root(broken)));
      }
      login.because(
          ("Not started yet: the login of kafka.sasl.* fails, %s; it is tried again after %d ms, and right is a token"
                  + " endpoint or KDC that answers here, for example"
                  + " kafka.sasl.oauthbearer.token.endpoint.url=https://login.example/token")
              .formatted(inOneLine(KafkaTrouble.root(broken)), RETRY_MILLIS));
      return false;
    }
  }

  private static boolean mayPass(Throwable broken) {
    String chain =
        KafkaTrouble.chain(broken).map(Throwable::toString).collect(Collectors.joining("\n"));
    return KafkaTrouble.chain(broken).anyMatch(LoginException.class::isInstance)
        && PASSING.matcher(chain).find()
        && !chain.contains("UnretryableException"); // as of 401, by Kafka's own judgement
  }

  private static String why(Throwable broken) {
    String message = inOneLine(broken);
    if (message.contains("JAAS") || broken instanceof LoginException) {
      // what is quoted of a text that cannot be read may be a part of the password
      return message.replaceAll("'.*'", "'***'")
          + "; valid is for example kafka.sasl.jaas.config=org.apache.kafka.common.security.scram.ScramLoginModule required username=\"me\""
          + " password=\"***\";";
    }
    return message;
  }

  /**
   * JAAS makes a message of a whole stack trace; its first line names exceptions, the last ours.
   */
  private static String inOneLine(Throwable broken) {
    boolean inWords = broken instanceof KafkaException || broken instanceof LoginException;
    String text = inWords ? String.valueOf(broken.getMessage()) : broken.toString();
    return text.lines()
        .findFirst()
        .orElse("")
        .replaceFirst("^(?:[\\w.$]+Exception: )*(?=[\\w.$]+Exception: )", "");
  }
}
