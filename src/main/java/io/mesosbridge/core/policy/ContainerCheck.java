package io.mesosbridge.core.policy;

import com.fasterxml.jackson.databind.JsonNode;
import io.mesosbridge.config.PolicyRule;
import io.mesosbridge.core.language.CommandError.Pointer;
import io.mesosbridge.core.policy.Verdict.Item;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/**
 * Holds a {@code ContainerInfo} against a rule: its images, what takes its walls down, and files of
 * the agent.
 */
final class ContainerCheck {

  /** Flags of {@code docker run} that reach neither the agent nor other users. */
  private static final Set<String> HARMLESS =
      Set.of(
          "add-host",
          "cap-drop",
          "dns",
          "dns-option",
          "dns-search",
          "hostname",
          "init",
          "label",
          "pids-limit",
          "read-only",
          "shm-size",
          "stop-signal",
          "stop-timeout",
          "tmpfs",
          "ulimit",
          "workdir");

  /** What may be said of a Linux container, none of which but the first five opens it. */
  private static final Set<String> LINUX_INFO =
      Set.of(
          "seccomp",
          "capability_info",
          "effective_capabilities",
          "bounding_capabilities",
          "share_pid_namespace",
          "ipc_mode",
          "shm_size",
          "share_cgroups");

  private static final List<String> CAPABILITIES =
      List.of("capability_info", "effective_capabilities", "bounding_capabilities");

  private static final String UNLESS_PRIVILEGED =
      "leave it out, or let the rule say privileged: true";
  private static final String UNLESS_PATHS = "leave it out, or let the rule say host-paths: true";

  private final PolicyRule rule;
  private final Verdict verdict;

  ContainerCheck(PolicyRule rule) {
    this.rule = rule;
    this.verdict = new Verdict(rule);
  }

  /**
   * The container of a task or an executor.
   *
   * @param nested whether it is within that of an executor, whose walls it may share
   * @param runs whether what it holds runs in it, so that it needs an image where these are limited
   * @return whether its root is that of an image, or any will do; else it is the agent's
   */
  boolean check(JsonNode holder, Pointer at, boolean nested, boolean runs) {
    if (rule.allowsAnyContainer()) {
      return true;
    }
    Item container = verdict.object(holder, "container", at);
    boolean hasImage = container.json().isObject() && hasImage(container);
    if (runs && !hasImage && !rule.images().isEmpty()) {
      throw verdict.refuse(container.at(), "task that runs in no image", allowedImages());
    }
    if (container.json().isObject()) {
      checkVolumes(container, hasImage);
      checkDocker(verdict.object(container.json(), "docker", container.at()));
      if (!rule.privileged()) {
        checkLinux(verdict.object(container.json(), "linux_info", container.at()), nested);
      }
    }
    return hasImage;
  }

  /** Holds all images that are named against the rule; returns whether it runs in one of them. */
  private boolean hasImage(Item container) {
    Item docker = verdict.object(container.json(), "docker", container.at());
    String image = verdict.text(docker.json(), "image", docker.at());
    if (image != null) {
      checkImage(image, docker.at().field("image"));
    }
    Item mesos = verdict.object(container.json(), "mesos", container.at());
    boolean hasOther = checkImage(mesos);
    String type = verdict.text(container.json(), "type", container.at());
    if ("DOCKER".equals(type)) {
      return image != null;
    }
    if (!"MESOS".equals(type)) {
      throw verdict.refuse(
          container.at().field("type"), "container of type " + type, "allowed are DOCKER, MESOS");
    }
    return hasOther;
  }

  /** An image as Mesos itself provides it, of a container or of a volume. */
  private boolean checkImage(Item holder) {
    Item image = verdict.object(holder.json(), "image", holder.at());
    boolean isNamed = false;
    for (String kind : List.of("docker", "appc")) {
      Item named = verdict.object(image.json(), kind, image.at());
      String name = verdict.text(named.json(), "name", named.at());
      if (name != null) {
        checkImage(name, named.at().field("name"));
        isNamed |= kind.equalsIgnoreCase(image.json().path("type").asText());
      }
    }
    return isNamed;
  }

  private void checkImage(String name, Pointer at) {
    boolean isName =
        !name.isEmpty() && !name.startsWith("-") && name.chars().allMatch(c -> c > ' ');
    if (!isName) {
      throw verdict.refuse(at, "image that Docker takes for a flag: " + name, allowedImages());
    }
    if (!rule.images().isEmpty() && rule.images().stream().noneMatch(each -> each.matches(name))) {
      throw verdict.refuse(at, "image " + name, allowedImages());
    }
  }

  private String allowedImages() {
    return rule.images().isEmpty()
        ? "write for example nginx:1.27"
        : "allowed are " + String.join(", ", rule.images().stream().map(Object::toString).toList());
  }

  private void checkVolumes(Item container, boolean hasImage) {
    for (Item volume : verdict.each(container.json(), "volumes", container.at())) {
      checkImage(volume);
      if (!rule.hostPaths()) {
        checkVolume(volume, hasImage);
      }
    }
  }

  /** Relative paths as well: a link in the sandbox may lead out of it. */
  void checkVolume(Item volume, boolean hasImage) {
    String inside = verdict.text(volume.json(), "container_path", volume.at());
    if (inside != null) {
      checkPlace(inside, volume.at().field("container_path"), hasImage);
    }
    if (volume.json().hasNonNull("host_path")) {
      throw verdict.refuse(volume.at().field("host_path"), "host path", UNLESS_PATHS);
    }
    Item source = verdict.object(volume.json(), "source", volume.at());
    if (source.json().isMissingNode()) {
      return;
    }
    String type = verdict.text(source.json(), "type", source.at());
    boolean isInside = "SANDBOX_PATH".equals(type) || "SECRET".equals(type);
    boolean hasMore =
        source.json().hasNonNull("host_path")
            || source.json().hasNonNull("docker_volume")
            || source.json().hasNonNull("csi_volume");
    if (!isInside || hasMore) {
      throw verdict.refuse(source.at(), "volume but SANDBOX_PATH and SECRET", UNLESS_PATHS);
    }
    Item sandbox = verdict.object(source.json(), "sandbox_path", source.at());
    String path = verdict.text(sandbox.json(), "path", sandbox.at());
    if (path != null && leavesSandbox(path)) {
      throw verdict.refuse(
          sandbox.at().field("path"), "path that leaves the sandbox", UNLESS_PATHS);
    }
  }

  /**
   * Docker takes what stands before a colon for a path of the agent, and Mesos mounts over the
   * agent's own files where no image takes their place.
   */
  private void checkPlace(String inside, Pointer at, boolean hasImage) {
    if (inside.contains(":")) {
      throw verdict.refuse(at, "path with a colon", UNLESS_PATHS);
    }
    if (leadsUp(inside)) {
      throw verdict.refuse(at, "path that leaves the sandbox", UNLESS_PATHS);
    }
    if (inside.startsWith("/") && !hasImage) {
      throw verdict.refuse(
          at,
          "absolute path in a container without image, which is one of the agent",
          "write a relative one, or let the rule say host-paths: true");
    }
  }

  /** Whether a path that is meant to begin in the sandbox ends elsewhere. */
  static boolean leavesSandbox(String path) {
    return path.startsWith("/") || leadsUp(path);
  }

  private static boolean leadsUp(String path) {
    return Arrays.asList(path.split("/")).contains("..");
  }

  private void checkDocker(Item docker) {
    if (!rule.privileged() && Verdict.maybeTrue(docker.json(), "privileged")) {
      throw verdict.refuse(
          docker.at().field("privileged"), "privileged container", UNLESS_PRIVILEGED);
    }
    if (!rule.hostPaths() && docker.json().hasNonNull("volume_driver")) {
      throw verdict.refuse(docker.at().field("volume_driver"), "volume driver", UNLESS_PATHS);
    }
    boolean isFree = rule.privileged() && rule.hostPaths() && rule.users().isEmpty();
    for (Item parameter : verdict.each(docker.json(), "parameters", docker.at())) {
      String key = verdict.text(parameter.json(), "key", parameter.at());
      if (!isFree && (key == null || !HARMLESS.contains(key))) {
        throw verdict.refuse(
            parameter.at().field("key"),
            "parameter %.100s of docker".formatted(key),
            "allowed are " + String.join(", ", HARMLESS.stream().sorted().toList()));
      }
    }
  }

  private void checkLinux(Item linux, boolean nested) {
    linux.json().fieldNames().forEachRemaining(name -> checkKnown(name, linux));
    for (String field : CAPABILITIES) {
      Item info = verdict.object(linux.json(), field, linux.at());
      JsonNode named = info.json().path("capabilities");
      if (info.json().hasNonNull("capabilities") && !(named.isArray() && named.isEmpty())) {
        throw verdict.refuse(info.at(), "capabilities", UNLESS_PRIVILEGED);
      }
    }
    Item seccomp = verdict.object(linux.json(), "seccomp", linux.at());
    if (Verdict.maybeTrue(seccomp.json(), "unconfined")) {
      throw verdict.refuse(
          seccomp.at().field("unconfined"), "container without seccomp", UNLESS_PRIVILEGED);
    }
    if (!nested && Verdict.maybeTrue(linux.json(), "share_pid_namespace")) {
      throw verdict.refuse(
          linux.at().field("share_pid_namespace"),
          "sight of the agent's processes",
          UNLESS_PRIVILEGED);
    }
    if (!nested
        && linux.json().hasNonNull("ipc_mode")
        && !linux.json().path("ipc_mode").asText().equals("PRIVATE")) {
      throw verdict.refuse(
          linux.at().field("ipc_mode"), "memory shared with the agent", UNLESS_PRIVILEGED);
    }
  }

  private void checkKnown(String field, Item linux) {
    if (!LINUX_INFO.contains(field)) {
      throw verdict.refuse(linux.at().field(field), field, UNLESS_PRIVILEGED);
    }
  }
}
