package io.mesosbridge.core;

import java.util.Optional;

/** Where the instance lives: each of these returns at once, and inputs follow. */
public interface Host {

  /** Opens what is written with; {@link Bridge#opened} or {@link Bridge#notOpened} follows. */
  void open(long attempt);

  /**
   * Closes what is written with, and all connections of the term.
   *
   * @param last the one record that is written still
   * @param graceful whether what was written already may still reach Kafka
   */
  void close(Optional<Outgoing> last, boolean graceful);

  /** Has the log read to where it ends now; {@link Bridge#caughtUp} follows. */
  void readToEnds(long attempt);

  /** This instance leads: of the log, it knows itself what it writes to the tables. */
  void led(long epoch);

  /** Has the log read from its beginning; nothing that was read before is told any more. */
  void readAnew();
}
