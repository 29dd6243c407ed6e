package io.mesosbridge.config;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Everything below {@code bridge.}; what is Kafka's, TLS' or HTTP's keeps Quarkus' own keys. */
@ConfigMapping(prefix = "bridge")
public interface BridgeConfig {

  /** The Kafka consumer group whose members share the work: one leads, the others stand by. */
  @WithDefault("mesos-kafka-bridge")
  String groupId();

  Mesos mesos();

  Framework framework();

  Topics topics();

  Updates updates();

  OfferConfig.Offers offers();

  OfferConfig.Maintenance maintenance();

  Commands commands();

  Replies replies();

  Results results();

  Placement placement();

  Publish publish();

  ApiConfig api();

  /** How to reach the Mesos masters. */
  interface Mesos {

    /** Stands where masters belong until an operator names them; refused at start. */
    String NO_MASTERS = "none";

    /** URLs of the masters, or one {@code zk://[user:password@]host:port,host:port/path}. */
    @WithDefault(NO_MASTERS)
    List<String> masters();

    /** The principal to authenticate with; none means no authentication. */
    Optional<String> principal();

    /** The principal's secret. */
    Optional<String> secret();

    /** A file that holds the principal's secret, which is read again when it changes. */
    Optional<Path> secretFile();

    /** A file that holds a bearer token, which is read again when it changes. */
    Optional<Path> tokenFile();

    /** The TLS registry's bucket for masters; unset trusts what the platform does. */
    Optional<String> tlsConfigurationName();

    /**
     * The largest record of the stream that is read, in bytes; a larger one ends the subscription.
     */
    @WithDefault("64M")
    @WithConverter(Bounds.Size.class)
    long maxRecordSize();
  }

  /** The FrameworkInfo that the bridge subscribes with. */
  interface Framework {

    /** The framework's id, where the bridge does not know it yet. */
    Optional<@WithConverter(Bounds.FrameworkId.class) String> id();

    /** Whether the bridge chooses the id of a new framework, rather than the master. */
    @WithDefault("true")
    @WithConverter(Converters.Switch.class)
    boolean chooseId();

    /** The framework's name in Mesos' user interface. */
    @WithDefault("mesos-kafka-bridge")
    String name();

    /** The user that tasks run as. */
    @WithDefault("root")
    String user();

    /** The roles that offers are wanted for. */
    @WithDefault("*")
    List<@WithConverter(Bounds.Role.class) String> roles();

    /** What the framework can deal with, in Mesos' names; MULTI_ROLE is always among them. */
    @WithDefault("PARTITION_AWARE,TASK_KILLING_STATE,RESERVATION_REFINEMENT")
    List<String> capabilities();

    /** How long Mesos keeps tasks running without a bridge; Mesos' own default of 0 kills them. */
    @WithDefault("7d")
    @WithConverter(Bounds.Time.class)
    Duration failoverTimeout();

    /** Whether agents keep tasks through their own restart. */
    @WithDefault("true")
    @WithConverter(Converters.Switch.class)
    boolean checkpoint();

    /** The scheduler's host name as Mesos shows it. */
    Optional<String> hostname();

    /** Where Mesos' user interface links to. */
    Optional<@WithConverter(Bounds.WebPage.class) String> webuiUrl();

    /** Labels of the framework. */
    Map<String, String> labels();

    /** A file with a whole FrameworkInfo in JSON, for what has no key; keys that are set win. */
    Optional<Path> infoFile();

    /** What to do when Mesos says that the framework has been removed. */
    @WithDefault("stop")
    OnRemoved onRemoved();

    /** What follows a removal. */
    enum OnRemoved {
      STOP,
      REGISTER_AGAIN
    }
  }

  /** The topics and how missing ones are created. */
  interface Topics {

    /** What every topic's name begins with. */
    @WithDefault("mesos.")
    @WithConverter(Bounds.TopicPrefix.class)
    String prefix();

    /** Whether missing topics are created. */
    @WithDefault("true")
    @WithConverter(Converters.Switch.class)
    boolean create();

    /** Partitions of a created topic; the commands' topic always has one. */
    @WithDefault("1")
    @WithConverter(Bounds.Count.class)
    int partitions();

    /** Replicas of a created topic; none means the broker's default. */
    @WithConverter(Bounds.Replicas.class)
    Optional<Integer> replicationFactor();
  }

  /** How task updates are acknowledged to Mesos. */
  interface Updates {

    /** Who acknowledges an update. */
    @WithDefault("after-publish")
    Acknowledge acknowledge();

    /** Who acknowledges an update. */
    enum Acknowledge {
      /** The bridge, once Kafka has it. */
      AFTER_PUBLISH,
      /** The consumer, by an ACKNOWLEDGE command. */
      BY_COMMAND
    }
  }

  /** Which commands this bridge carries out. */
  interface Commands {

    /** The command types that are carried out; unset means all, any other gets NOT_ALLOWED. */
    Optional<Set<String>> allowed();

    /** A file in YAML with rules of what commands may do; it is read again when it changes. */
    Optional<Path> policyFile();

    /** How many task infos, tasks or operations a command may have; one more gets TOO_LARGE. */
    @WithDefault("100000")
    @WithConverter(Bounds.Count.class)
    int maxElements();

    /** Bytes of commands that may be in hand, 1 KiB more for each; the next one stays in Kafka. */
    @WithDefault("64M")
    @WithConverter(Bounds.Size.class)
    long maxInHandBytes();
  }

  /** Where results go whose commands ask for a reply. */
  interface Replies {

    /** The topics that may get one: the whole name has to match. */
    @WithDefault(".*")
    @WithConverter(Converters.Expression.class)
    java.util.regex.Pattern allowed();
  }

  /** What is remembered of results. */
  interface Results {

    /**
     * Of the last how many results a repeated id is recognised, 16 bytes each at most; the oldest
     * are forgotten first.
     */
    @WithDefault("4000000")
    @WithConverter(Bounds.Count.class)
    int remembered();
  }

  /** How launches that name no offers are placed. */
  interface Placement {

    /** Which of the offers that fit is taken by a launch that does not say so itself. */
    @WithDefault("pack")
    @WithConverter(Converters.PlacementPolicy.class)
    Policy policy();

    /** The former name of {@code policy}, which it overrides. */
    @WithConverter(Converters.PlacementPolicy.class)
    Optional<Policy> strategy();

    /** How long a launch that sets no deadline waits for an offer that fits. */
    @WithDefault("5m")
    @WithConverter(Bounds.PositiveTime.class)
    Duration deadline();

    /** How long a launch waits at least that no agent that is known can ever carry. */
    @WithDefault("1m")
    @WithConverter(Bounds.PositiveTime.class)
    Duration giveUp();

    /**
     * For how long at a time what an agent offers is held for the launch that comes first; zero for
     * never.
     */
    @WithDefault("1m")
    @WithConverter(Bounds.Time.class)
    Duration headStart();

    /** How many launches may wait at once; one more is refused. */
    @WithDefault("10000")
    @WithConverter(Bounds.Count.class)
    int maxWaiting();

    /**
     * How many bytes the records of these may have in all; parsed, they take several times that.
     */
    @WithDefault("16M")
    @WithConverter(Bounds.Size.class)
    long maxWaitingBytes();

    /** Which of the offers that fit is taken. */
    enum Policy {
      /** The one that has least left afterwards, so that few agents have tasks. */
      PACK,
      /** One on the agent that has the fewest of the framework's tasks. */
      SPREAD
    }
  }

  /** What may await Kafka. */
  interface Publish {

    /** Bytes that may await Kafka's confirmation before shedding starts; see {@link #limitOf}. */
    @WithConverter(Bounds.Size.class)
    Optional<Long> maxInFlightBytes();

    /**
     * What is set, else 64 MiB, or an eighth of the heap where that is less: what awaits Kafka is
     * there twice, and the next large record comes in beside it.
     *
     * @return in bytes
     */
    static long limitOf(Publish publish) {
      long share = Runtime.getRuntime().maxMemory() / 8;
      return publish.maxInFlightBytes().orElse(Math.min(64L << 20, share));
    }
  }
}
