package io.mesosbridge.deploy;

import static java.util.stream.Collectors.toMap;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.yaml.snakeyaml.Yaml;

/** The files below deploy/, and the environment that each gives to a bridge. */
public final class DeployedFiles {

  /** Where a bridge is told its configuration. */
  public static final List<String> PLACES =
      List.of(
          "Dockerfile.native",
          "deploy/Dockerfile.jvm",
          "compose",
          "kubernetes/base",
          "kubernetes/secure",
          "systemd",
          "systemd with secrets",
          "mesos");

  private static final Path FOLDER = Path.of("deploy");
  private static final Pattern ASSIGNMENT =
      Pattern.compile("(?m)^(?:Environment=)?([A-Z][A-Z_]+)=(.*)$");
  private static final ObjectMapper JSON = new ObjectMapper();

  private DeployedFiles() {}

  /** What a bridge finds in its environment there; names of variables to values. */
  public static Map<String, String> environment(String place) {
    return switch (place) {
      case "Dockerfile.native", "deploy/Dockerfile.jvm" -> image(Path.of(place));
      case "compose" -> variables(yaml("compose/compose.yaml").at("/services/bridge/environment"));
      case "kubernetes/base" -> assigned("kubernetes/base/bridge.env");
      case "kubernetes/secure" ->
          together(environment("kubernetes/base"), assigned("kubernetes/secure/secure.env"));
      case "systemd" -> assigned("systemd/bridge.env");
      case "systemd with secrets" ->
          together(
              assigned("systemd/mesos-kafka-bridge.service.d/secrets.conf"),
              environment("systemd"));
      case "mesos" -> variables(json("mesos/marathon.json").at("/env"));
      default -> throw new IllegalArgumentException(place + " is none of " + PLACES);
    };
  }

  static JsonNode yaml(String file) {
    return JSON.valueToTree(new Yaml().<Object>load(text(file)));
  }

  static JsonNode json(String file) {
    try {
      return JSON.readTree(text(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static String text(String file) {
    return read(path(file));
  }

  static Path path(String file) {
    return FOLDER.resolve(file);
  }

  static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The file's values of a setting of systemd, in order. */
  static List<String> settings(String file, String name) {
    return text(file)
        .lines()
        .filter(line -> line.startsWith(name + "="))
        .map(line -> line.substring(name.length() + 1))
        .toList();
  }

  private static Map<String, String> assigned(String file) {
    return ASSIGNMENT
        .matcher(text(file))
        .results()
        .collect(toMap(line -> line.group(1), line -> line.group(2)));
  }

  private static Map<String, String> variables(JsonNode node) {
    return node.properties().stream()
        .collect(toMap(Map.Entry::getKey, entry -> entry.getValue().asText()));
  }

  private static Map<String, String> image(Path file) {
    return read(file)
        .replace("\\\n", " ")
        .lines()
        .filter(line -> line.startsWith("ENV "))
        .flatMap(line -> Stream.of(line.substring("ENV ".length()).trim().split("\\s+")))
        .map(pair -> pair.split("=", 2))
        .collect(toMap(pair -> pair[0], pair -> pair[1]));
  }

  private static Map<String, String> together(Map<String, String> first, Map<String, String> over) {
    Map<String, String> both = new TreeMap<>(first);
    both.putAll(over);
    return both;
  }
}
