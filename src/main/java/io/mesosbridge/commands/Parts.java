package io.mesosbridge.commands;

import io.mesosbridge.config.BridgeConfig;
import io.mesosbridge.events.Launches;
import io.mesosbridge.events.Reconciliation;
import io.mesosbridge.events.Updates;
import io.mesosbridge.kafka.Journal;
import io.mesosbridge.kafka.Publisher;
import io.mesosbridge.kafka.Topics;
import io.mesosbridge.mesos.subscription.CallSender;
import io.mesosbridge.state.Framework;
import io.mesosbridge.state.Offers;
import io.mesosbridge.state.Tasks;
import io.micrometer.core.instrument.MeterRegistry;

/**
 * What the pipeline works with, all of one term.
 *
 * @param replies a publisher for the topics that requesters name
 */
public record Parts(
    BridgeConfig config,
    Topics topics,
    Journal journal,
    Publisher replies,
    FirstResults firstResults,
    CallSender calls,
    Framework framework,
    Offers offers,
    Tasks tasks,
    Launches launches,
    Updates updates,
    Reconciliation reconciliation,
    Lifecycle lifecycle,
    MeterRegistry meters) {}
