package io.mesosbridge.core;

import static com.fasterxml.jackson.annotation.JsonInclude.Include.NON_NULL;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.mesosbridge.core.Fact.FrameworkRecord;
import io.mesosbridge.core.command.CommandResult;
import io.mesosbridge.core.command.Intent;
import io.mesosbridge.core.command.KeptLaunch;
import io.mesosbridge.core.command.SettledCommands;
import java.io.IOException;

/** The JSON of what the bridge remembers: snake case, nulls left out, unknown fields ignored. */
public final class StateJson {

  /** Ids of tasks are names of fields: to remember names costs ever more, and saves nothing. */
  private static final JsonFactory NAMES_ARE_NEW =
      JsonFactory.builder().disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES).build();

  private static final JsonMapper MAPPER =
      JsonMapper.builder(NAMES_ARE_NEW)
          .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
          .defaultPropertyInclusion(JsonInclude.Value.construct(NON_NULL, NON_NULL))
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .build();

  private StateJson() {}

  /** The value's JSON. */
  public static byte[] write(Object value) {
    try {
      return MAPPER.writeValueAsBytes(value);
    } catch (JsonProcessingException impossible) {
      throw new IllegalStateException("Cannot write " + value, impossible);
    }
  }

  /**
   * The value that the JSON stands for.
   *
   * @throws IOException when it is not the JSON of such a value
   */
  public static <T> T read(byte[] json, Class<T> type) throws IOException {
    return read(text(json), type);
  }

  private static <T> T read(String json, Class<T> type) throws IOException {
    T value = MAPPER.readValue(json, type);
    if (value == null) {
      throw new IOException("null is no " + type.getSimpleName());
    }
    return value;
  }

  /**
   * What a record about commands, or about one that may be poison, says; its value is null for a
   * tombstone. Null for another key.
   *
   * @throws IOException when it says nothing that this version knows
   */
  public static Fact factOf(String key, byte[] value) throws IOException {
    if (StateKeys.isSuspect(key)) {
      String record = StateKeys.recordOf(key);
      return value == null
          ? new Fact.Suspected(record, null, 0)
          : read(value, Fact.Suspected.class);
    }
    if (key.equals(StateKeys.COMMANDS)) {
      return new Fact.CommandsSettled(
          value == null ? null : read(value, SettledCommands.Kept.class));
    }
    if (StateKeys.isLaunch(key)) {
      return value == null
          ? new Fact.LaunchGone(StateKeys.launchOf(key))
          : new Fact.LaunchKept(read(value, KeptLaunch.class), true);
    }
    return StateKeys.isIntent(key) ? ofCommand(StateKeys.commandOf(key), value) : null;
  }

  /**
   * A parser that remembers no names takes a buffer for each stream of bytes, and none for text.
   */
  private static String text(byte[] json) {
    return new String(json, UTF_8);
  }

  private static Fact ofCommand(String commandId, byte[] value) throws IOException {
    if (value == null) {
      return new Fact.IntentGone(commandId);
    }
    String text = text(value);
    return hasOutcome(text)
        ? new Fact.Refused(complete(read(text, CommandResult.class)))
        : new Fact.Intended(read(text, Intent.class));
  }

  /** Results may lack what a refusal needs, which its command is to get. */
  private static CommandResult complete(CommandResult refusal) throws IOException {
    if (refusal.commandId() == null || refusal.command() == null || !refusal.saysWhy()) {
      throw new IOException("a refusal has command_id, command, and an error with its code");
    }
    return refusal;
  }

  /** Intents, each of which is read back, hardly ever have as much as the word. */
  private static boolean hasOutcome(String text) throws IOException {
    return text.contains("\"outcome\"") && hasFieldOfOutcome(text);
  }

  private static boolean hasFieldOfOutcome(String text) throws IOException {
    try (JsonParser json = MAPPER.createParser(text)) {
      json.nextToken();
      for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
        if (json.nextToken() != JsonToken.VALUE_NULL && name.equals("outcome")) {
          return true;
        }
        json.skipChildren();
      }
      return false;
    }
  }

  /** The keys of {@code mesos.bridge-state}. */
  public static final class StateKeys {

    /** Of the {@link FrameworkRecord}. */
    public static final String FRAMEWORK = "framework";

    /** Of the leader claim. */
    public static final String LEADER = "leader";

    /** Of what is known of the topic of commands, see {@code SettledCommands}. */
    public static final String COMMANDS = "commands";

    private static final String COMMAND = "command/";

    private static final String SUSPECT = "suspect/";

    private static final String LAUNCH = "launch/";

    private StateKeys() {}

    /** The key of a record that may be poison. */
    static String suspect(String record) {
      return SUSPECT + record;
    }

    /** Whether the key is one of a record that may be poison. */
    static boolean isSuspect(String key) {
      return key.startsWith(SUSPECT);
    }

    /** The record that the key of a suspect is about. */
    static String recordOf(String suspectKey) {
      return suspectKey.substring(SUSPECT.length());
    }

    /** The key of a launch that waits. */
    public static String launch(String commandId) {
      return LAUNCH + commandId;
    }

    /** Whether the key is one of a launch that waits. */
    static boolean isLaunch(String key) {
      return key.startsWith(LAUNCH);
    }

    /** The command that the key of a launch names. */
    static String launchOf(String key) {
      return key.substring(LAUNCH.length());
    }

    /** The key of a command's intent. */
    public static String intent(String commandId) {
      return COMMAND + commandId;
    }

    /** Whether the key is an intent's. */
    public static boolean isIntent(String key) {
      return key.startsWith(COMMAND);
    }

    /** The command that an intent's key names. */
    public static String commandOf(String intentKey) {
      return intentKey.substring(COMMAND.length());
    }
  }
}
