package io.mesosbridge.core;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.mesosbridge.config.PolicyFile;
import io.mesosbridge.core.policy.CommandPolicy;
import io.mesosbridge.testkit.JsonTree;

/** Terms under a policy that a test writes as an operator does. */
final class Ruled {

  private Ruled() {}

  static CommandPolicy policy(String yaml) {
    return CommandPolicy.of(PolicyFile.rules(yaml.getBytes(UTF_8)));
  }

  static TermFixture with(String yaml, Fact... facts) {
    TermFixture bridge = TermFixture.subscribed(facts);
    bridge.seen().policy = policy(yaml);
    return bridge;
  }

  /** Why the command was refused. */
  static String message(TermFixture bridge, String commandId) {
    return JsonTree.read(new String(bridge.kafka().result(commandId), UTF_8))
        .at("/error/message")
        .asText();
  }
}
