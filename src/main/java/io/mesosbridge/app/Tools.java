package io.mesosbridge.app;

import com.fasterxml.jackson.databind.JsonNode;
import io.mesosbridge.config.BridgeConfig;
import io.mesosbridge.kafka.CommandTopic;
import io.mesosbridge.kafka.KafkaClients;
import io.mesosbridge.kafka.Topics;
import io.mesosbridge.mesos.Masters;
import io.mesosbridge.mesos.SubscriptionSettings;
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
    CommandTopic commands,
    JsonNode frameworkInfo,
    SubscriptionSettings settings,
    Supplier<Masters> masters,
    MeterRegistry meters) {}
