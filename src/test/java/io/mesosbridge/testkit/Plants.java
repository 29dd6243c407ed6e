package io.mesosbridge.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.util.Base64;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Secrets that were planted, and where they turned up. */
public record Plants(Collection<String> secrets) {

  private static final List<String> PATHS =
      List.of(
          "/",
          "/page/main.js",
          "/api/v1/status",
          "/api/v1/offers",
          "/api/v1/agents",
          "/api/v1/tasks",
          "/api/v1/tasks/none",
          "/api/v1/launches",
          "/api/v1/commands/none",
          "/api/v1/openapi",
          "/api/v1/nothing",
          "/q/health",
          "/q/metrics",
          "/q/info");

  /**
   * Where any of them stands, as it is or somewhere within something that is in Base64.
   *
   * @param texts by what they are called
   * @return what was found, as {@code secret in name: what stands around it}
   */
  public List<String> in(Map<String, String> texts) {
    return secrets.stream()
        .flatMap(
            secret ->
                texts.entrySet().stream()
                    .flatMap(
                        text ->
                            forms(secret)
                                .filter(text.getValue()::contains)
                                .map(form -> told(secret, text.getKey(), text.getValue(), form))))
        .toList();
  }

  private static String told(String secret, String name, String text, String form) {
    int at = text.indexOf(form);
    int end = Math.min(text.length(), at + form.length() + 20);
    return secret + " in " + name + ": " + text.substring(Math.max(0, at - 200), end);
  }

  private static Stream<String> forms(String secret) {
    return Stream.concat(
        Stream.of(secret),
        IntStream.rangeClosed(0, 2)
            .boxed()
            .flatMap(
                before ->
                    Stream.of(Base64.getEncoder(), Base64.getUrlEncoder())
                        .map(encoder -> within(secret, before, encoder)))
            .distinct());
  }

  /** What of a secret's Base64 depends on nothing that stands before and behind it. */
  private static String within(String secret, int before, Base64.Encoder encoder) {
    byte[] bytes = ("x".repeat(before) + secret).getBytes(UTF_8);
    String encoded = encoder.encodeToString(bytes);
    int first = before == 0 ? 0 : before + 1;
    return encoded.substring(first, bytes.length * 8 / 6);
  }

  /** All that a bridge that runs has answered and written so far, by where it is. */
  public static Map<String, String> toldBy(TestedBridge bridge) throws IOException {
    Map<String, String> texts = new HashMap<>();
    for (String path : PATHS) {
      HttpResponse<String> response = bridge.process().get(path);
      texts.put(path, response.headers().map() + response.body());
    }
    for (String topic : TestedBridge.TOPICS) {
      for (KafkaRecord record : bridge.records(topic)) {
        texts.put(topic + " " + record.offset(), record.toString());
      }
    }
    texts.put("log", log(bridge));
    return texts;
  }

  /** All of its log. */
  public static String log(TestedBridge bridge) throws IOException {
    return Files.readString(bridge.process().log());
  }
}
