package io.mesosbridge.core.language;

/**
 * A command that will not be carried out.
 *
 * @param commandId the command's id, as far as it could be read
 * @param type the type as written, or null when there is none
 * @param error why
 */
public record Refusal(String commandId, String type, CommandError error) implements Reading {

  /** Whether the record is no JSON object, so that it belongs in the dead-letter topic too. */
  public boolean isDeadLetter() {
    return error.code() == ErrorCode.MALFORMED;
  }
}
