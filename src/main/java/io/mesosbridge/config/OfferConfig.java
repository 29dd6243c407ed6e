package io.mesosbridge.config;

import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** What is done about offers and inverse offers. */
public interface OfferConfig {

  /** Which offers are asked for, and what happens to those that nobody uses. */
  interface Offers {

    /** When offers are asked for. */
    @WithDefault("forward")
    Mode mode();

    /** How long an offer is held before it is declined. */
    @WithDefault("5m")
    @WithConverter(Bounds.PositiveTime.class)
    Duration hold();

    /** How long Mesos shall not offer declined resources again. */
    @WithDefault("5s")
    @WithConverter(Bounds.Time.class)
    Duration refuse();

    /** When offers are asked for. */
    enum Mode {
      /** Always: whoever reads their topic may use them. */
      FORWARD,
      /** While launches wait for some. */
      ON_DEMAND
    }
  }

  /** What is done when an agent has maintenance ahead. */
  interface Maintenance {

    /** What is answered when Mesos asks to leave an agent. */
    @WithDefault("forward")
    Answer mode();

    /** How long before its maintenance an agent gets no launch any more that is to be placed. */
    @WithDefault("10m")
    @WithConverter(Bounds.Time.class)
    Duration avoidBefore();

    /** Whether the tasks there are killed when it begins; only where that is accepted. */
    @WithDefault("false")
    @WithConverter(Converters.Switch.class)
    boolean killTasks();

    /** What is answered when Mesos asks to leave an agent. */
    enum Answer {
      /** Nothing: whoever reads the event answers by a command. */
      FORWARD,
      /** That it can be done. */
      ACCEPT,
      /** That it cannot. */
      DECLINE
    }
  }
}
