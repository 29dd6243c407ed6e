package io.mesosbridge.kafka;

import io.quarkus.runtime.configuration.ConfigurationException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.security.auth.login.LoginException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.utils.Utils;
import org.eclipse.microprofile.config.Config;
import org.jboss.logging.Logger;

/**
 * Makes Kafka clients before all others are made, to tell in a line what a client's constructor
 * refuses, and whether that may pass.
 */
public final class FirstClients {

  private static final Logger LOG = Logger.getLogger(FirstClients.class);

  /** A token endpoint or a KDC that is not there yet; JAAS leaves of most causes only the text. */
  private static final Pattern PASSING =
      Pattern.compile(
          "java\\.net\\.\\w+Exception|javax\\.net\\.ssl\\.\\w+Exception"
              + "|java\\.io\\.(IO|EOF|InterruptedIO)Exception|error occurred while retrieving token");

  private final List<KafkaClients> all;

  /** Those of the bridge, and of its channel as the keys set it. */
  public FirstClients(KafkaClients clients, Config keys) {
    all = List.of(clients, clients.ofChannel("commands", keys));
  }

  /** None can be made yet: trying again helps once what the message names is there. */
  public static final class NotYetException extends Exception {
    private static final long serialVersionUID = 1L;

    NotYetException(String message) {
      super(message);
    }
  }

  /** Looks a host name up. */
  interface Names {
    InetAddress of(String host) throws UnknownHostException;
  }

  /**
   * Makes one of each kind; blocks while names are looked up and tokens asked for.
   *
   * @throws ConfigurationException when none can ever be made
   */
  public void tryOut() throws NotYetException {
    for (KafkaClients each : all) {
      lookUp(each.bootstrapServers(), InetAddress::getByName);
      tryOut(each);
    }
  }

  /** Returns if one of them can be asked, or a client will say what is wrong with them. */
  static void lookUp(List<String> servers, Names names) throws NotYetException {
    for (String server : servers) {
      String host = Utils.getHost(server);
      try {
        if (host == null || names.of(host) != null) {
          return;
        }
      } catch (UnknownHostException notYet) {
        LOG.debugf("No address of %s: %s", server, notYet.getMessage());
      }
    }
    throw new NotYetException(
        ("kafka.bootstrap.servers=%s has no host name that can be resolved here; it is looked up"
                + " again, and right is a name that DNS or /etc/hosts knows, for example"
                + " kafka.bootstrap.servers=localhost:9092")
            .formatted(String.join(",", servers)));
  }

  /**
   * Makes a client and closes it. One that reads connects to nobody before it is asked to, but what
   * it logs in with is asked for at once.
   */
  static void tryOut(KafkaClients clients) throws NotYetException {
    try {
      clients.reader("start").close();
    } catch (KafkaException broken) {
      if (!mayPass(broken)) {
        throw new ConfigurationException(
            "The configuration is refused:\n  no Kafka client can be made of kafka.*: "
                + why(KafkaTrouble.root(broken)));
      }
      throw new NotYetException(
          ("the login of kafka.sasl.* fails, %s; it is tried again, and right is a token endpoint"
                  + " or KDC that answers here, for example"
                  + " kafka.sasl.oauthbearer.token.endpoint.url=https://login.example/token")
              .formatted(inOneLine(KafkaTrouble.root(broken))));
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
