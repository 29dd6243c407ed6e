package io.mesosbridge.mesos;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.mesosbridge.core.mesos.SchedulerEndpoint;
import io.mesosbridge.core.mesos.SchedulerEndpoint.Leader;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.curator.framework.recipes.cache.ChildData;
import org.apache.curator.utils.ZKPaths;
import org.jboss.logging.Logger;

/**
 * Tells the leader from the nodes that masters made: the one with the smallest sequence number,
 * whatever its label. Source: {@code src/zookeeper/group.cpp} of Mesos. For one thread.
 */
final class ZooKeeperElection {

  private static final Logger LOG = Logger.getLogger(ZooKeeperElection.class);
  private static final Pattern MEMBER = Pattern.compile("/(?<label>[^/]*)_(?<sequence>\\d{1,18})$");
  private static final String JSON_LABEL = "json.info";

  private final String group;
  private final MasterInfo info;
  // Curator's own view fails when it is read while a folder becomes empty.
  private final Map<String, Member> members = new HashMap<>();
  private boolean complete;
  private boolean warned;

  /** Of the masters whose nodes are right below that path; further below may be other clusters. */
  ZooKeeperElection(String group, boolean tls) {
    this.group = group;
    this.info = new MasterInfo(tls);
  }

  /** A node came, changed or went; {@code before} or {@code after} is null accordingly. */
  void changed(ChildData before, ChildData after) {
    if (after != null) {
      Member.of(after)
          .filter(member -> ZKPaths.getPathAndNode(after.getPath()).getPath().equals(group))
          .filter(this::isReadable)
          .ifPresent(member -> members.put(after.getPath(), member));
    } else {
      members.remove(before.getPath());
    }
  }

  /** Whether masters that can be read are among the nodes of these names; null for none at all. */
  static boolean hasMembers(List<String> names) {
    return names != null && names.stream().anyMatch(name -> name.startsWith(JSON_LABEL + "_"));
  }

  /** All nodes are known; before, the one with the smallest number may not be among them yet. */
  void complete() {
    complete = true;
  }

  boolean isComplete() {
    return complete;
  }

  /** The leader; a master that announces itself in protobuf is left out. */
  Optional<Leader> leader() {
    return members.values().stream()
        .min(Comparator.comparingLong(Member::sequence))
        .flatMap(this::read);
  }

  /** Any other master redirects to one that is left out. */
  private boolean isReadable(Member member) {
    boolean readable = member.label().equals(JSON_LABEL);
    if (!readable && !warned) {
      warned = true;
      LOG.warnf(
          "Masters that announce themselves as '%s' are left out, only '%s' is understood",
          member.label(), JSON_LABEL);
    }
    return readable;
  }

  private Optional<Leader> read(Member member) {
    try {
      return Optional.of(info.read(member.node().getData()));
    } catch (IllegalArgumentException e) {
      LOG.errorf("Node %s cannot be read: %s", member.node().getPath(), e.getMessage());
      return Optional.empty();
    }
  }

  private record Member(String label, long sequence, ChildData node) {

    static Optional<Member> of(ChildData node) {
      Matcher member = MEMBER.matcher(node.getPath());
      return member.find()
          ? Optional.of(
              new Member(member.group("label"), Long.parseLong(member.group("sequence")), node))
          : Optional.empty();
    }
  }

  /**
   * Reads what a master writes about itself. Source: {@code MasterInfo} of {@code mesos.proto} and
   * {@code src/master/contender/zookeeper.cpp} of Mesos.
   */
  static final class MasterInfo {

    private static final int DEFAULT_PORT = 5050;
    private static final Pattern PID = Pattern.compile("[^@]*@(?<host>.+):(?<port>\\d{1,5})");

    private final ObjectMapper json = new ObjectMapper();
    private final boolean tls;

    /**
     * Nothing in ZooKeeper says whether masters speak TLS.
     *
     * @param tls whether they do; then their host name counts, since certificates name it, else
     *     their address, as for Mesos' own library, and after it their host name
     */
    MasterInfo(boolean tls) {
      this.tls = tls;
    }

    /**
     * That master, with all names that it gives itself.
     *
     * @throws IllegalArgumentException if it cannot be told how to reach it
     */
    Leader read(byte[] masterInfo) {
      try {
        JsonNode info = json.readTree(masterInfo);
        int port = info.at("/address/port").asInt(info.path("port").asInt(DEFAULT_PORT));
        Optional<String> hostname = hostname(info);
        Set<String> names = new HashSet<>();
        Stream.concat(hostname.stream(), ip(info).stream())
            .forEach(host -> names.add(inUrl(host) + ":" + port));
        text(info.path("hostname")).ifPresent(name -> names.add(name + ":" + port));
        pid(info).ifPresent(names::add);
        return new Leader(
            endpoints(
                tls
                    ? hostname.or(() -> ip(info)).stream()
                    : Stream.concat(ip(info).stream(), hostname.stream()),
                port),
            text(info.path("id")).orElse(null),
            names);
      } catch (IOException e) {
        throw new IllegalArgumentException("a MasterInfo that is no JSON", e);
      }
    }

    /** Many a container's host name is none by the grammar of URLs: its address counts then. */
    private List<URI> endpoints(Stream<String> hosts, int port) {
      String scheme = tls ? "https://" : "http://";
      List<URI> endpoints = new ArrayList<>();
      List<IllegalArgumentException> wrong = new ArrayList<>();
      hosts.forEach(
          host -> {
            try {
              endpoints.add(SchedulerEndpoint.of(scheme + inUrl(host) + ":" + port));
            } catch (IllegalArgumentException e) {
              wrong.add(e);
            }
          });
      if (endpoints.isEmpty()) {
        throw wrong.isEmpty()
            ? new IllegalArgumentException("a MasterInfo without an address")
            : wrong.get(0);
      }
      return endpoints;
    }

    private static Optional<String> hostname(JsonNode info) {
      return text(info.at("/address/hostname")).or(() -> text(info.path("hostname")));
    }

    private static Optional<String> ip(JsonNode info) {
      return text(info.at("/address/ip"))
          .or(() -> dotted(info.path("ip")))
          .or(() -> pid(info).map(pid -> pid.substring(0, pid.lastIndexOf(':'))));
    }

    /** What stands behind the at sign of {@code master@host:port}. */
    private static Optional<String> pid(JsonNode info) {
      return text(info.path("pid"))
          .map(pid -> PID.matcher(pid))
          .filter(Matcher::matches)
          .map(pid -> inUrl(pid.group("host")) + ":" + pid.group("port"));
    }

    /** An address of IPv6 stands in brackets wherever a port follows. */
    private static String inUrl(String host) {
      return host.contains(":") && !host.startsWith("[") ? "[" + host + "]" : host;
    }

    /**
     * The address is an unsigned number in network order: its lowest byte comes first. 0 is that of
     * a master that has none of IPv4.
     */
    private static Optional<String> dotted(JsonNode number) {
      long ip = number.asLong();
      return ip == 0
          ? text(number).filter(address -> address.contains(":"))
          : Optional.of(
              (ip & 255) + "." + (ip >> 8 & 255) + "." + (ip >> 16 & 255) + "." + (ip >> 24 & 255));
    }

    private static Optional<String> text(JsonNode node) {
      return Optional.ofNullable(node.textValue()).filter(text -> !text.isEmpty());
    }
  }
}
