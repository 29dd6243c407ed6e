package io.mesosbridge.core.policy;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.mesosbridge.config.PolicyFile;
import io.mesosbridge.core.language.Command;
import io.mesosbridge.core.language.Command.Source;
import io.mesosbridge.core.language.CommandError;
import io.mesosbridge.core.language.CommandReader;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Commands of a test, held against rules that it writes as an operator does. */
final class Judged {

  /** Limits neither images nor users, and lets nothing out of a container. */
  static final String WALLS = "{rules: [{name: walls}]}";

  private static final CommandReader READER = new CommandReader(Optional.empty(), 100_000);

  private Judged() {}

  static CommandPolicy policy(String yaml) {
    return CommandPolicy.of(PolicyFile.rules(yaml.getBytes(UTF_8)));
  }

  static Command command(String json) {
    return (Command) READER.read(json.getBytes(UTF_8), new Source("mesos.commands", 0, 17, null));
  }

  /** A framework of these roles, whose tasks run as root, and of which nothing else is known. */
  static Situation of(String... roles) {
    return Situation.ofNamed(Set.of(roles), "root", Map.of(), Map.of());
  }

  /** The pointer of what is refused and the rule that does, or "allowed". */
  static String verdict(String yaml, String json) {
    return verdict(policy(yaml).refusal(command(json), of("web")));
  }

  static String verdict(Optional<CommandError> refusal) {
    return refusal
        .map(
            error ->
                error.field()
                    + " by "
                    + error.message().replaceAll("(?s).*?rule \"(.*?)\".*", "$1"))
        .orElse("allowed");
  }

  /** Of a task with these fields, in single quotes. */
  static String launch(String fields) {
    return """
        {"type": "LAUNCH", "launch": {"offer_ids": ["o"], "task_infos": [{"task_id": "a", %s}]}}
        """
        .formatted(fields.replace('\'', '"'));
  }

  static void assertRefused(String yaml, String json, String at) {
    assertThat(verdict(yaml, json)).startsWith("/launch").contains(at).doesNotContain("none");
  }
}
