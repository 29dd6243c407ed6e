package io.mesosbridge.config.check;

import io.smallrye.config.SmallRyeConfig;
import java.util.ArrayList;
import java.util.List;

/** What is wrong with the configuration: each line names key, value and a valid example. */
final class Problems {

  private static final String CREDENTIALS_IN_URL = "(?<=://)[^/@,]*@";

  private final SmallRyeConfig config;
  private final List<String> lines = new ArrayList<>();

  Problems(SmallRyeConfig config) {
    this.config = config;
  }

  /**
   * Adds a problem of a key that has a value.
   *
   * @param wrong what is wrong with it, as the end of a sentence that begins with key and value
   */
  void add(String key, String wrong, String example) {
    lines.add(shown(key) + " " + wrong + "; valid is for example " + key + "=" + example);
  }

  /** Adds a problem that is told in a sentence of its own. */
  void add(String line) {
    lines.add(line);
  }

  List<String> lines() {
    return List.copyOf(lines);
  }

  /** Key and value; what is secret is not shown. */
  String shown(String key) {
    String value = config.getConfigValue(key).getValue();
    if (value == null) {
      return key;
    }
    return key + "=" + (key.endsWith(".secret") ? "***" : masked(value));
  }

  private static String masked(String value) {
    return value.replaceAll(CREDENTIALS_IN_URL, "***@");
  }
}
