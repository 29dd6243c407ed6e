package io.mesosbridge.config;

import io.smallrye.config.WithDefault;

/** How task updates are acknowledged to Mesos. */
public interface UpdatesConfig {

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
