package io.mesosbridge.mesos.master;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.util.Optional;

/**
 * What a master writes about itself into ZooKeeper. Source: {@code MasterInfo} of {@code
 * mesos.proto} and {@code src/master/contender/zookeeper.cpp} of Mesos.
 */
final class MasterInfo {

  private static final int DEFAULT_PORT = 5050;

  private final ObjectMapper json = new ObjectMapper();
  private final boolean tls;

  /**
   * Nothing in ZooKeeper says whether masters speak TLS.
   *
   * @param tls whether they do; then their host name counts, since certificates name it, else their
   *     address, as for Mesos' own library
   */
  MasterInfo(boolean tls) {
    this.tls = tls;
  }

  /**
   * The scheduler endpoint of that master.
   *
   * @throws IllegalArgumentException if it cannot be told
   */
  URI endpoint(byte[] masterInfo) {
    try {
      JsonNode info = json.readTree(masterInfo);
      int port = info.at("/address/port").asInt(info.path("port").asInt(DEFAULT_PORT));
      String host =
          (tls ? hostname(info).or(() -> ip(info)) : ip(info).or(() -> hostname(info)))
              .orElseThrow(() -> new IllegalArgumentException("a MasterInfo without an address"));
      return SchedulerEndpoint.of((tls ? "https://" : "http://") + host + ":" + port);
    } catch (IOException e) {
      throw new IllegalArgumentException("a MasterInfo that is no JSON", e);
    }
  }

  private static Optional<String> hostname(JsonNode info) {
    return text(info.at("/address/hostname")).or(() -> text(info.path("hostname")));
  }

  private static Optional<String> ip(JsonNode info) {
    return text(info.at("/address/ip"))
        .or(
            () ->
                info.path("ip").canConvertToLong() ? Optional.of(dotted(info)) : Optional.empty());
  }

  /** The address is an unsigned number in network order: its lowest byte comes first. */
  private static String dotted(JsonNode info) {
    long ip = info.path("ip").asLong();
    return (ip & 255) + "." + (ip >> 8 & 255) + "." + (ip >> 16 & 255) + "." + (ip >> 24 & 255);
  }

  private static Optional<String> text(JsonNode node) {
    return Optional.ofNullable(node.textValue()).filter(text -> !text.isEmpty());
  }
}
