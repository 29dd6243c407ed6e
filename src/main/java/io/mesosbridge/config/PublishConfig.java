package io.mesosbridge.config;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;

/** What may await Kafka. */
public interface PublishConfig {

  /** Bytes that may await Kafka's confirmation before shedding starts. */
  @WithDefault("64M")
  @WithConverter(ReadableSize.class)
  MemorySize maxInFlightBytes();
}
