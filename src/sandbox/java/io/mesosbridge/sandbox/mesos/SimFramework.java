package io.mesosbridge.sandbox.mesos;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Collections;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A framework as the leading master knows it. */
final class SimFramework {

  /** Who a framework is; agents keep it with the tasks that they run for it. */
  record Info(String id, JsonNode json) {
    boolean has(String capability) {
      for (JsonNode each : json.path("capabilities")) {
        if (each.path("type").asText().equals(capability)) {
          return true;
        }
      }
      return false;
    }

    List<String> roles() {
      return has("MULTI_ROLE")
          ? SimJson.strings(json.path("roles"))
          : List.of(json.path("role").asText("*"));
    }

    /** Null when the framework names none. */
    String principal() {
      return json.path("principal").asText(null);
    }

    /** Whether its tasks outlive their agents' processes. */
    boolean checkpoints() {
      return json.path("checkpoint").asBoolean();
    }

    double failoverTimeout() {
      return json.path("failover_timeout").asDouble(0);
    }
  }

  private final Map<String, Task> tasks = new LinkedHashMap<>();
  private final Map<String, SimOffer> offers = new LinkedHashMap<>();
  private final Map<String, InverseOffer> inverseOffers = new LinkedHashMap<>();

  /** Of those that are equal each ends at its own time. */
  private final Set<OfferFilter> filters = Collections.newSetFromMap(new IdentityHashMap<>());

  private final Set<String> suppressed = new HashSet<>();
  private Info info;
  private SimSubscription subscription;
  private long removal = -1;

  SimFramework(Info info) {
    this.info = info;
  }

  String id() {
    return info.id();
  }

  Info info() {
    return info;
  }

  void info(Info changed) {
    this.info = changed;
  }

  boolean has(String capability) {
    return info.has(capability);
  }

  /** What a PARTITION_AWARE framework is told, or what any other is. */
  SimTaskState ifPartitionAware(SimTaskState state, SimTaskState otherwise) {
    return has("PARTITION_AWARE") ? state : otherwise;
  }

  Map<String, Task> tasks() {
    return tasks;
  }

  Map<String, SimOffer> offers() {
    return offers;
  }

  Map<String, InverseOffer> inverseOffers() {
    return inverseOffers;
  }

  Set<OfferFilter> filters() {
    return filters;
  }

  Set<String> suppressed() {
    return suppressed;
  }

  /** Suppresses these roles alone; filters end of roles that it has not or that this revives. */
  void suppressOnly(List<String> roles) {
    filters.removeIf(
        filter ->
            !info.roles().contains(filter.role())
                || (suppressed.contains(filter.role()) && !roles.contains(filter.role())));
    suppressed.clear();
    suppressed.addAll(roles);
  }

  boolean isSubscribed() {
    return subscription != null;
  }

  /** Null while the framework is disconnected. */
  SimSubscription subscription() {
    return subscription;
  }

  void subscription(SimSubscription changed) {
    this.subscription = changed;
  }

  /** The timer that removes a disconnected framework. */
  long removal() {
    return removal;
  }

  void removal(long timer) {
    this.removal = timer;
  }

  /** Sends the event if the framework is connected; otherwise it is lost, as in Mesos. */
  void send(ObjectNode event) {
    if (subscription != null) {
      subscription.send(event);
    }
  }

  void send(SimTaskStatus status) {
    send(status.toEvent());
  }
}
