package io.mesosbridge.leadership;

import com.fasterxml.jackson.databind.JsonNode;
import io.mesosbridge.commands.CommandIntake;
import io.mesosbridge.config.BridgeConfig;
import io.mesosbridge.kafka.KafkaClients;
import io.mesosbridge.kafka.Topics;
import io.mesosbridge.mesos.master.Masters;
import io.mesosbridge.mesos.subscription.SubscriptionSettings;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Context;
import java.util.function.Supplier;

/**
 * What every term needs and none owns.
 *
 * @param instance a name of this process
 * @param frameworkInfo the FrameworkInfo that the configuration makes
 * @param masters makes a new way of finding the master
 */
record Tools(
    String instance,
    Context context,
    BridgeConfig config,
    Topics topics,
    KafkaClients clients,
    CommandIntake intake,
    JsonNode frameworkInfo,
    SubscriptionSettings settings,
    Supplier<Masters> masters,
    MeterRegistry meters) {}
