package io.mesosbridge.app.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.mesosbridge.testkit.JsonTree;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which events are about an agent. */
class EventsResourceTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'agent_id': {'value': 'S1'}}",
        "{'agent_id': 'S1'}",
        "{'type': 'MESSAGE', 'message': {'agent_id': {'value': 'S1'}}}",
        "{'type': 'FAILURE', 'failure': {'agent_id': {'value': 'S1'}}}",
        """
        {'type': 'INVERSE_OFFERS', 'inverse_offers': {'inverse_offers': [
         {'agent_id': {'value': 'S0'}}, {'agent_id': {'value': 'S1'}}]}}"""
      })
  void whateverNamesAnAgentIsAboutIt(String data) {
    String json = data.replace('\'', '"');

    // Then
    assertThat(EventsResource.isOn("S1", JsonTree.read(json))).isTrue();
    assertThat(EventsResource.isOn("S2", JsonTree.read(json))).isFalse();
  }
}
