package io.mesosbridge.config;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PolicyFileTest {

  private static List<PolicyRule> rules(String yaml) {
    return PolicyFile.rules(yaml.getBytes(UTF_8));
  }

  @Test
  void aRuleSaysAllThatItsKeysSay() {
    // When
    PolicyRule rule =
        rules(
                """
                rules:
                - name: web
                  roles: [web]
                  tasks: web-.*
                  api-roles: operator
                  types: [LAUNCH, RESERVE]
                  users: [www]
                  images: ["good/.*"]
                  privileged: true
                  host-paths: true
                  most-per-task: cpus:4;mem:8192
                  most-in-all: "cpus: 100.5"
                """)
            .get(0);

    // Then
    assertThat(rule.name()).isEqualTo("web");
    assertThat(rule.roles()).containsExactly("web");
    assertThat(rule.tasks().matches("web-1")).isTrue();
    assertThat(rule.apiRoles()).containsExactly("operator");
    assertThat(rule.types()).containsExactly("LAUNCH", "RESERVE");
    assertThat(rule.users()).containsExactly("www");
    assertThat(rule.images().get(0).matches("good/1")).isTrue();
    assertThat(rule.privileged()).isTrue();
    assertThat(rule.hostPaths()).isTrue();
    assertThat(rule.mostPerTask()).isEqualTo(Map.of("cpus", 4_000L, "mem", 8_192_000L));
    assertThat(rule.mostInAll()).isEqualTo(Map.of("cpus", 100_500L));
  }

  @Test
  void whatARuleDoesNotSayIsNoConditionButForWallsAndPaths() {
    // When
    PolicyRule rule = rules("{rules: [{name: web}]}").get(0);

    // Then
    assertThat(rule)
        .isEqualTo(
            new PolicyRule(
                "web",
                java.util.Set.of(),
                null,
                java.util.Set.of(),
                java.util.Set.of(),
                java.util.Set.of(),
                List.of(),
                false,
                false,
                Map.of(),
                Map.of()));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'' | rules should be a list of at least one rule",
        "rules: [] | line 1, rules should be a list of at least one rule",
        "rules: | line 1, rules should be a list of at least one rule",
        "rule: [] | line 1, rule is an unknown key; the nearest is rules",
        "{rules: [{name: a}], rules: [{name: b}]} | line 1, rules is there twice",
        "rules: [web] | line 1, a rule should be a mapping with the keys api-roles,",
        "rules: [{types: LAUNCH}] | line 1, a rule has no name; write for example name: web",
        "rules: [{name: a}, {name: a}] | line 1, there are two rules of the name a",
        "rules: [{name: a, usres: [www]}] | line 1, usres is an unknown key; the nearest is users",
        "rules: [{name: a, types: [LAUNHC]}]"
            + " | line 1, types has the unknown name LAUNHC; the nearest is LAUNCH",
        "rules: [{name: a, api-roles: [admin]}]"
            + " | line 1, api-roles has the unknown name admin; the nearest is",
        "rules: [{name: a, images: []}] | line 1, images should be a list that is not empty",
        "rules: [{name: a, users: }] | line 1, users should be a text",
        "rules: [{name: a, users: [[www]]}] | line 1, users should be a text",
        "rules: [{name: a, tasks: [a]}] | line 1, tasks should be a text",
        "rules: [{name: a, tasks: '('}] | line 1, tasks has (, which is no regular expression",
        "rules: [{name: a, images: '['}] | line 1, images has [, which is no regular expression",
        "rules: [{name: a, privileged: no}] | line 1, privileged is no, but should be true or false",
        "rules: [{name: a, host-paths: }] | line 1, host-paths should be a text",
        "rules: [{name: a, most-per-task: 'cpus:x'}]"
            + " | line 1, most-per-task is cpus:x, but should be as in cpus:4;mem:8192",
        "rules: [{name: a, most-in-all: 'cpus:1;cpus:2'}] | line 1, most-in-all has cpus twice",
        "rules: [{name: a | holds no YAML: line 1,",
        "[&a [*a]] | line 1, the file should be a mapping",
        "!!javax.script.ScriptEngineManager {} | holds no YAML: line 1, Global tag is not allowed",
      })
  void whatIsNoPolicyIsRefusedWithItsLine(String yaml, String problem) {
    assertThatThrownBy(() -> rules(yaml))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(problem)
        .message()
        .startsWith("holds no ");
  }

  @Test
  void everyProblemIsToldWithItsLine() {
    assertThatThrownBy(
            () ->
                rules(
                    """
                    rules:
                    - name: a
                      privileged: yes
                    - types: [KILL]
                    """))
        .hasMessage(
            "holds no policy: line 3, privileged is yes, but should be true or false; line 4, a rule"
                + " has no name; write for example name: web");
  }

  @Test
  void whatIsNoTextIsNoYaml() {
    assertThatThrownBy(() -> PolicyFile.rules(new byte[] {(byte) 0xff, 0}))
        .hasMessageStartingWith("holds no YAML");
  }

  @ParameterizedTest
  @ValueSource(ints = {1 << 20, (1 << 20) + 1})
  void aFileHasAtMostOneMebibyte(int size, @TempDir Path folder) throws Exception {
    // Given
    Path file = Files.write(folder.resolve("policy.yaml"), new byte[size]);

    // Then
    if (size > 1 << 20) {
      assertThatThrownBy(() -> PolicyFile.bytes(file)).hasMessage("is larger than 1 MiB");
    } else {
      assertThat(PolicyFile.bytes(file)).hasSize(size);
    }
  }

  @Test
  void aFileThatIsNotThereCannotBeRead(@TempDir Path folder) {
    assertThatThrownBy(() -> PolicyFile.bytes(folder.resolve("none")))
        .hasMessage("is no file that can be read");
  }
}
