package io.mesosbridge.app.api;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;

/**
 * One user for each role, whose password is their name twice; whoever names none may read. All
 * tests inside Quarkus have them, so that they share one application.
 */
public final class Users implements QuarkusTestResourceLifecycleManager {

  private static final String KEYS = "quarkus.security.users.embedded.";

  @Override
  public Map<String, String> start() {
    return Map.of(
        "bridge.api.anonymous",
        "viewer",
        KEYS + "users.vera",
        hash("vera"),
        KEYS + "roles.vera",
        "viewer",
        KEYS + "users.otto",
        hash("otto"),
        KEYS + "roles.otto",
        "operator");
  }

  @Override
  public void stop() {}

  private static String hash(String user) {
    try {
      String text = user + ":mesos-kafka-bridge:" + user + user;
      byte[] hash = MessageDigest.getInstance("SHA-512").digest(text.getBytes(UTF_8));
      return HexFormat.of().formatHex(hash);
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
