package io.mesosbridge.config.check;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Whether the file with a FrameworkInfo holds a JSON object. */
final class InfoFileCheck {

  private static final String KEY = "bridge.framework.info-file";
  private static final String EXAMPLE = "/etc/mesos-kafka-bridge/framework.json";

  private InfoFileCheck() {}

  static void check(Path file, Problems problems) {
    try {
      if (!new ObjectMapper().readTree(Files.readAllBytes(file)).isObject()) {
        problems.add(KEY, "holds no JSON object", EXAMPLE);
      }
    } catch (JsonProcessingException e) {
      String reason = e.getOriginalMessage().lines().findFirst().orElse("");
      problems.add(KEY, "holds no JSON (" + reason + ")", EXAMPLE);
    } catch (IOException e) {
      problems.add(KEY, "is no file that can be read", EXAMPLE);
    }
  }
}
