package io.mesosbridge.config.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.mesosbridge.core.language.Command.CommandType;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What bridge.commands.allowed may name. */
class AllowedCommandsTest {

  @ParameterizedTest
  @EnumSource(CommandType.class)
  void eachCommandThatThereIsMayBeAllowed(CommandType type) {
    assertThat(ConfigCheckTest.problems(Map.of("bridge.commands.allowed", type.name()))).isEmpty();
  }
}
