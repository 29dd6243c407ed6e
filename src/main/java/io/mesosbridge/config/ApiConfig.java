package io.mesosbridge.config;

import java.util.Optional;

/** The HTTP API's own; users, addresses and limits have Quarkus' keys. */
public interface ApiConfig {

  /**
   * What those may do who do not say who they are; unset, they may read while there are no users.
   */
  Optional<Anonymous> anonymous();

  /** What somebody may do who does not say who that is. */
  enum Anonymous {
    NONE,
    VIEWER,
    /** Read, and send commands: where only this machine can reach the API. */
    OPERATOR
  }
}
