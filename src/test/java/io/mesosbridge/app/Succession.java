package io.mesosbridge.app;

import static io.mesosbridge.app.BridgeLab.eventually;
import static org.assertj.core.api.Assertions.assertThat;

/** Bridges of which one leads after the other, each until it crashes. */
final class Succession {

  private final BridgeLab lab;
  private TestBridge leader;

  Succession(BridgeLab lab) {
    this.lab = lab;
    this.leader = lab.leader(BridgeLab.QUICK);
  }

  BridgeLab lab() {
    return lab;
  }

  TestBridge leader() {
    return leader;
  }

  /** Sees to it that there is a framework, or that there is none but was one. */
  void bringAbout(boolean framework, String commandId) {
    eventually(() -> assertThat(leader.snapshot().state()).isIn("SUBSCRIBED", "TORN_DOWN"));
    if (framework != leader.snapshot().state().equals("SUBSCRIBED")) {
      lab.carryOut(commandId, "{\"type\":\"%s\"}".formatted(framework ? "SUBSCRIBE" : "TEARDOWN"));
    }
    lab.commands.commit();
  }

  /** The leader has died of its fate; the next one leads. */
  void crashOnceFulfilled() {
    eventually(() -> assertThat(leader.clients.isFulfilled()).as("the bridge died").isTrue());
    crash();
  }

  void crash() {
    leader.kill();
    leader = lab.bridge(BridgeLab.QUICK).lead();
  }
}
