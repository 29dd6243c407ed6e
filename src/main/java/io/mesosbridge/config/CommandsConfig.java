package io.mesosbridge.config;

import java.util.Optional;
import java.util.Set;

/** Which commands this bridge carries out. */
public interface CommandsConfig {

  /** The command types that are carried out; unset means all, any other gets NOT_ALLOWED. */
  Optional<Set<String>> allowed();
}
