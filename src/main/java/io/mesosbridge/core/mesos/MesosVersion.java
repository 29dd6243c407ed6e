package io.mesosbridge.core.mesos;

import io.mesosbridge.core.Recent;
import java.net.URI;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The version of a master, which tells what it knows: calls, operations and capabilities by their
 * names. Source: {@code mesos.proto} and {@code scheduler.proto} of Mesos from 1.0.0 to 1.12.0.
 *
 * @param isTold whether the master said so; else it is what has to be assumed
 * @param unknown names that this very master said it does not know
 */
public record MesosVersion(int major, int minor, int patch, boolean isTold, Set<String> unknown) {

  /** What is assumed of a master that does not say. */
  public static final MesosVersion NEWEST = new MesosVersion(1, 12, 0, false, Set.of());

  /** Which 1.x brought what; what is not here was in 1.0.0, or is later than all of them. */
  private static final Map<String, Integer> SINCE =
      Map.ofEntries(
          Map.entry("SHARED_RESOURCES", 1),
          Map.entry("PARTITION_AWARE", 1),
          Map.entry("LAUNCH_GROUP", 1),
          Map.entry("MULTI_ROLE", 2),
          Map.entry("RESERVATION_REFINEMENT", 4),
          Map.entry("REGION_AWARE", 4),
          Map.entry("ACKNOWLEDGE_OPERATION_STATUS", 5),
          Map.entry("RECONCILE_OPERATIONS", 5),
          Map.entry("GROW_VOLUME", 6),
          Map.entry("SHRINK_VOLUME", 6),
          Map.entry("CREATE_DISK", 7),
          Map.entry("DESTROY_DISK", 7),
          Map.entry("UPDATE_FRAMEWORK", 9));

  private static final int MOST_UNKNOWN = 20;
  private static final Pattern FORM =
      Pattern.compile("(\\d{1,4})\\.(\\d{1,4})(?:\\.(\\d{1,4}))?(?:[^\\d.].*)?");

  /** The version in a text such as {@code 1.4.0} or {@code 1.11.0-rc1}; empty when it is none. */
  public static Optional<MesosVersion> parse(String text) {
    Matcher form = FORM.matcher(text == null ? "" : text);
    if (!form.matches()) {
      return Optional.empty();
    }
    int patch = form.group(3) == null ? 0 : Integer.parseInt(form.group(3));
    return Optional.of(
        new MesosVersion(
            Integer.parseInt(form.group(1)),
            Integer.parseInt(form.group(2)),
            patch,
            true,
            Set.of()));
  }

  /** Whether masters of it are older than that 1.x. */
  public boolean isBefore(int since) {
    return major < 1 || (major == 1 && minor < since);
  }

  /** Whether it knows that call, operation or capability, or may know it. */
  public boolean knows(String name) {
    return !unknown.contains(name) && !isBefore(SINCE.getOrDefault(name, 0));
  }

  /** Whether leaving that name away may help, and has not been tried often already. */
  boolean mayLeaveAway(String name) {
    return knows(name) && unknown.size() < MOST_UNKNOWN;
  }

  /** Whether a FrameworkInfo may have {@code roles}, rather than a {@code role}. */
  public boolean knowsRoles() {
    return knows("MULTI_ROLE");
  }

  /** The same master, which said that it does not know that name. */
  MesosVersion without(String name) {
    Set<String> names = new HashSet<>(unknown);
    names.add(name);
    boolean tells = !isTold && knows(name) && SINCE.containsKey(name);
    return new MesosVersion(
        major, tells ? SINCE.get(name) - 1 : minor, tells ? 0 : patch, isTold, Set.copyOf(names));
  }

  /** Why something that came with that 1.x cannot be had, in words that follow its name. */
  public String lacks(int since) {
    return "came with Mesos 1." + since + ".0, but the master is " + this;
  }

  /** The same of a name that it does not know. */
  public String lacks(String name) {
    return SINCE.containsKey(name)
        ? lacks(SINCE.get(name))
        : "is not known to the master, which is " + this;
  }

  /** As Mesos writes it. */
  @Override
  public String toString() {
    return major + "." + minor + "." + patch + (isTold ? "" : " (assumed, since it does not say)");
  }

  /** The versions of the masters that were asked last, by their addresses. */
  static final class Known {

    private static final int MOST = 100;

    private final Map<String, MesosVersion> versions = new Recent<>(MOST);

    /** That master said this, or null; what is not a version counts as silence. */
    MesosVersion told(URI master, String text) {
      MesosVersion before = versions.getOrDefault(master.getAuthority(), NEWEST);
      MesosVersion version = parse(text).orElse(before);
      boolean isSame =
          version.major == before.major
              && version.minor == before.minor
              && version.patch == before.patch;
      return keep(master, isSame ? before.but(version.isTold) : version);
    }

    /** That master said that it does not know that name. */
    MesosVersion lacks(URI master, String name) {
      return keep(master, told(master, null).without(name));
    }

    private MesosVersion keep(URI master, MesosVersion version) {
      versions.put(master.getAuthority(), version);
      return version;
    }
  }

  private MesosVersion but(boolean told) {
    return new MesosVersion(major, minor, patch, told || isTold, unknown);
  }
}
