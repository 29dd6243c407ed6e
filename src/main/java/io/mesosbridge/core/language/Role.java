package io.mesosbridge.core.language;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.regex.Pattern;

/**
 * The name of a role; the master drops a REVIVE or SUPPRESS with an invalid one without a word
 * (protocol: {@code roles::validate}).
 */
record Role() implements Shape {

  private static final Pattern PART = Pattern.compile("(?![-])[^\\s/\\x7f]+");

  @Override
  public JsonNode read(JsonNode value, Pointer at) {
    if (!value.isTextual()) {
      throw wrongType(value, at, "a string");
    }
    if (!isValid(value.textValue())) {
      throw RefusedException.invalid(
          at, "is no valid role, and Mesos would ignore the call; write for example " + example());
    }
    return value;
  }

  private static boolean isValid(String role) {
    if (role.equals("*")) {
      return true;
    }
    for (String part : role.split("/", -1)) {
      if (!PART.matcher(part).matches() || part.equals("*") || part.matches("\\.\\.?")) {
        return false;
      }
    }
    return true;
  }

  @Override
  public String example() {
    return "\"web\"";
  }
}
