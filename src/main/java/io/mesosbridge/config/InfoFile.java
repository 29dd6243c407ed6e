package io.mesosbridge.config;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The file of {@code bridge.framework.info-file}: a whole FrameworkInfo in JSON. */
public final class InfoFile {

  private static final ObjectMapper JSON = new ObjectMapper();

  private InfoFile() {}

  /**
   * What the file holds.
   *
   * @throws IllegalArgumentException if it cannot be read, is no JSON object or has an id; the
   *     message is the end of a sentence that begins with the file
   */
  public static ObjectNode read(Path file) {
    try {
      if (!(JSON.readTree(Files.readAllBytes(file)) instanceof ObjectNode info)) {
        throw new IllegalArgumentException("holds no JSON object");
      }
      if (info.has("id")) {
        throw new IllegalArgumentException("has an id, which belongs in bridge.framework.id");
      }
      return info;
    } catch (JsonProcessingException e) {
      String reason = e.getOriginalMessage().lines().findFirst().orElse("");
      throw new IllegalArgumentException("holds no JSON (" + reason + ")", e);
    } catch (IOException e) {
      throw new IllegalArgumentException("is no file that can be read", e);
    }
  }
}
