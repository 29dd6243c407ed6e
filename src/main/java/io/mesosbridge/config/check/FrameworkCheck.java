package io.mesosbridge.config.check;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.mesosbridge.config.FrameworkConfig;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Whether Mesos would take the FrameworkInfo. */
final class FrameworkCheck {

  private static final String ID = "bridge.framework.id";
  private static final String ROLES = "bridge.framework.roles";
  private static final String INFO_FILE = "bridge.framework.info-file";
  private static final String WEBUI_URL = "bridge.framework.webui-url";

  private FrameworkCheck() {}

  static void check(FrameworkConfig framework, Problems problems) {
    checkRoles(framework.roles(), problems);
    framework
        .id()
        .filter(id -> !id.matches("[^/\\\\\\p{Cntrl}]{1,255}") || id.matches("\\.\\.?"))
        .ifPresent(id -> problems.add(ID, "is no id that Mesos takes", "my-framework-0001"));
    framework
        .webuiUrl()
        .filter(url -> !isWebAddress(url))
        .ifPresent(url -> problems.add(WEBUI_URL, "is no URL", "http://bridge.example:8080"));
    framework.infoFile().ifPresent(file -> checkInfoFile(file, problems));
  }

  private static void checkRoles(List<String> roles, Problems problems) {
    Set<String> seen = new HashSet<>();
    for (String role : roles) {
      if (!role.matches("[^\\s\\\\-][^\\s\\\\]*")) {
        problems.add(ROLES, "has \"" + role + "\", which is no role's name", "web,batch");
      } else if (!seen.add(role)) {
        problems.add(ROLES, "has \"" + role + "\" twice", "web,batch");
      }
    }
  }

  private static boolean isWebAddress(String url) {
    try {
      return URI.create(url).getHost() != null;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private static void checkInfoFile(Path file, Problems problems) {
    String example = "/etc/mesos-kafka-bridge/framework.json";
    try {
      if (!new ObjectMapper().readTree(Files.readAllBytes(file)).isObject()) {
        problems.add(INFO_FILE, "holds no JSON object", example);
      }
    } catch (JsonProcessingException e) {
      String reason = e.getOriginalMessage().lines().findFirst().orElse("");
      problems.add(INFO_FILE, "holds no JSON (" + reason + ")", example);
    } catch (IOException e) {
      problems.add(INFO_FILE, "is no file that can be read", example);
    }
  }
}
