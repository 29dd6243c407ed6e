package io.mesosbridge.config;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** How to reach the Mesos masters. */
public interface MesosConfig {

  /** Stands where masters belong until an operator names them; refused at start. */
  String NO_MASTERS = "none";

  /** URLs of the masters, or one {@code zk://[user:password@]host:port,host:port/path}. */
  @WithDefault(NO_MASTERS)
  List<String> masters();

  /** The principal to authenticate with; none means no authentication. */
  Optional<String> principal();

  /** The principal's secret. */
  Optional<String> secret();

  /** A file that holds the principal's secret, trailing line breaks ignored. */
  Optional<Path> secretFile();

  /**
   * The TLS registry's bucket for connections to masters; unset trusts what the platform trusts.
   */
  Optional<String> tlsConfigurationName();

  /** The largest record of the stream that is read; a larger one ends the subscription. */
  @WithDefault("64M")
  @WithConverter(ReadableSize.class)
  MemorySize maxRecordSize();
}
