package io.mesosbridge.config;

import java.util.Optional;
import java.util.regex.Pattern;

/** The HTTP API's own; users, addresses and limits have Quarkus' keys. */
public interface ApiConfig {

  /** What users' passwords follow; what their roles do has the same form. */
  String USERS = "quarkus.security.users.embedded.users.";

  /** Names and addresses under which nobody but this machine reaches itself. */
  Pattern LOOPBACK = Pattern.compile("(?i)localhost|127(\\.\\d{1,3}){3}|::1|\\[::1]");

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
