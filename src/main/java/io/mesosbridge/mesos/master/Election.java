package io.mesosbridge.mesos.master;

import java.net.URI;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.curator.framework.recipes.cache.ChildData;
import org.jboss.logging.Logger;

/**
 * Tells the leader from the nodes that masters made: the one with the smallest sequence number,
 * whatever its label. Source: {@code src/zookeeper/group.cpp} of Mesos. For one thread.
 */
final class Election {

  private static final Logger LOG = Logger.getLogger(Election.class);
  private static final Pattern MEMBER = Pattern.compile("/(?<label>[^/]*)_(?<sequence>\\d{1,18})$");
  private static final String JSON_LABEL = "json.info";

  private final MasterInfo info;
  // Curator's own view fails when it is read while a folder becomes empty.
  private final Map<String, Member> members = new HashMap<>();
  private boolean complete;
  private boolean warned;

  Election(boolean tls) {
    this.info = new MasterInfo(tls);
  }

  /** A node came, changed or went; {@code before} or {@code after} is null accordingly. */
  void changed(ChildData before, ChildData after) {
    if (after != null) {
      Member.of(after).filter(this::isReadable).ifPresent(m -> members.put(after.getPath(), m));
    } else {
      members.remove(before.getPath());
    }
  }

  /** All nodes are known; before, the one with the smallest number may not be among them yet. */
  void complete() {
    complete = true;
  }

  boolean isComplete() {
    return complete;
  }

  /** The leader's scheduler endpoint; a master that announces itself in protobuf is left out. */
  Optional<URI> leader() {
    return members.values().stream()
        .min(Comparator.comparingLong(Member::sequence))
        .flatMap(this::endpoint);
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

  private Optional<URI> endpoint(Member member) {
    try {
      return Optional.of(info.endpoint(member.node().getData()));
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
}
