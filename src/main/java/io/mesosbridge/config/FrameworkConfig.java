package io.mesosbridge.config;

import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Pattern;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.hibernate.validator.constraints.UniqueElements;
import org.hibernate.validator.constraints.time.DurationMin;

/** The FrameworkInfo that the bridge subscribes with. */
public interface FrameworkConfig {

  /** An id of one's own choosing, which makes even the first registration repeatable. */
  Optional<@Pattern(regexp = Limits.ID, message = Limits.NO_ID) String> id();

  /** The framework's name in Mesos' user interface. */
  @WithDefault("mesos-kafka-bridge")
  String name();

  /** The user that tasks run as. */
  @WithDefault("root")
  String user();

  /** The roles that offers are wanted for. */
  @WithDefault("*")
  @UniqueElements(message = Limits.ROLE_TWICE)
  List<@Pattern(regexp = Limits.ROLE, message = Limits.NO_ROLE) String> roles();

  /** What the framework can deal with, in Mesos' names; MULTI_ROLE is always among them. */
  @WithDefault("PARTITION_AWARE,TASK_KILLING_STATE,RESERVATION_REFINEMENT")
  List<String> capabilities();

  /** How long Mesos keeps tasks running without a bridge; Mesos' own default of 0 kills them. */
  @WithDefault("7d")
  @WithConverter(ReadableDuration.class)
  @DurationMin(message = Limits.NEGATIVE + "7d")
  Duration failoverTimeout();

  /** Whether agents keep tasks through their own restart. */
  @WithDefault("true")
  @WithConverter(StrictBoolean.class)
  boolean checkpoint();

  /** The scheduler's host name as Mesos shows it. */
  Optional<String> hostname();

  /** Where Mesos' user interface links to. */
  Optional<@Pattern(regexp = Limits.WEB_PAGE, message = Limits.NO_WEB_PAGE) String> webuiUrl();

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
