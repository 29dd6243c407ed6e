package io.mesosbridge.core.offer;

import static org.assertj.core.api.Assertions.assertThat;

import io.mesosbridge.core.offer.Constraint.Operator;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What each operator allows, as Marathon's users know it. */
class ConstraintTest {

  private static AgentInfo agent(String rack) {
    return new AgentInfo(
        "agent-of-" + rack, "host", rack == null ? Map.of() : Map.of("rack", rack));
  }

  /** The tasks are those of the group, each in the rack that is named. */
  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      value = {
        // operator, value, racks of the tasks, rack of the agent, whether it is allowed
        "UNIQUE, -, '', a, true",
        "UNIQUE, -, a, a, false",
        "UNIQUE, -, a b, c, true",
        "UNIQUE, -, '', -, false",
        "CLUSTER, -, '', a, true",
        "CLUSTER, -, a a, a, true",
        "CLUSTER, -, a a, b, false",
        "CLUSTER, -, a b, a, false",
        "CLUSTER, a, '', a, true",
        "CLUSTER, a, '', b, false",
        "CLUSTER, -, '', -, false",
        "GROUP_BY, -, '', a, true",
        "GROUP_BY, -, a, a, true",
        "GROUP_BY, -, a a b, a, false",
        "GROUP_BY, -, a a b, b, true",
        "GROUP_BY, -, a a b, c, true",
        "GROUP_BY, 3, a b, a, false",
        "GROUP_BY, 3, a b, c, true",
        "GROUP_BY, 3, a b c, a, true",
        "GROUP_BY, 3, a b c a, a, false",
        "GROUP_BY, -, '', -, false",
        "LIKE, a|b, '', a, true",
        "LIKE, a|b, '', ab, false",
        "LIKE, a.*, '', abc, true",
        "LIKE, a, '', -, false",
        "UNLIKE, a.*, '', abc, false",
        "UNLIKE, a, '', abc, true",
        "UNLIKE, a, '', -, true",
        "MAX_PER, 2, a, a, true",
        "MAX_PER, 2, a a, a, false",
        "MAX_PER, 2, a a, b, true",
        "MAX_PER, 2, '', -, false",
        "IS, a, a a, a, true",
        "IS, a, '', ab, false",
        "IS, 1.50, '', 1.5, true",
        "IS, 1.5, '', 15, false",
        "IS, a, '', -, false"
      })
  void allowsWhatMarathonDoes(
      Operator operator, String value, String racks, String rack, boolean allowed) {
    // Given
    TaskGroups groups = new TaskGroups();
    int number = 0;
    for (String each : racks.isEmpty() ? List.<String>of() : Arrays.asList(racks.split(" "))) {
      groups.lives("web-" + number++, "web", agent(each), Allocation.UNKNOWN);
    }

    // When
    Constraint constraint = Constraint.of("rack", operator, value);

    // Then
    assertThat(constraint.allows(agent(rack), groups.find("web"), 1)).isEqualTo(allowed);
  }

  @Test
  void countsAllTasksThatAreLaunchedTogether() {
    // Given
    TaskGroups groups = new TaskGroups();
    groups.lives("web-1", "web", agent("a"), Allocation.UNKNOWN);

    // When
    Constraint constraint = Constraint.of("rack", Operator.MAX_PER, "3");

    // Then
    assertThat(constraint.allows(agent("a"), groups.find("web"), 2)).isTrue();
    assertThat(constraint.allows(agent("a"), groups.find("web"), 3)).isFalse();
  }

  @Test
  void readsAttributesAndFaultDomainsOfOffers() {
    // When
    AgentInfo agent =
        AgentInfo.read(
            "s1",
            TestOffers.json(
                """
                {'hostname':'h1','domain':{'fault_domain':{'region':{'name':'eu'},
                 'zone':{'name':'eu-1a'}}},'attributes':[
                 {'name':'rack','type':'TEXT','text':{'value':'r1'}},
                 {'name':'rack','type':'TEXT','text':{'value':'second'}},
                 {'name':'level','type':'SCALAR','scalar':{'value':1500.0}},
                 {'name':'slots','type':'RANGES','ranges':{'range':[{'begin':1,'end':2}]}},
                 {'name':'tags','type':'SET','set':{'item':['x','y']}},
                 {'name':'none'}]}"""));

    // Then
    assertThat(agent.valueOf("hostname")).isEqualTo("h1").isEqualTo(agent.valueOf("@hostname"));
    assertThat(agent.attributes())
        .containsOnly(
            Map.entry("@region", "eu"),
            Map.entry("@zone", "eu-1a"),
            Map.entry("rack", "r1"),
            Map.entry("level", "1500"),
            Map.entry("slots", "[1-2]"),
            Map.entry("tags", "{x,y}"));
  }

  /** Mesos rounds resources, and no attribute. */
  @ParameterizedTest
  @CsvSource({
    "-1.0, -1",
    "0.0, 0",
    "0.5, 0.5",
    "22.0401, 22.0401",
    "1.2345678901234568e+16, 12345678901234568",
    "1e999, -"
  })
  void anAttributeIsTheNumberThatItWasWritten(String json, String text) {
    // When
    AgentInfo agent =
        AgentInfo.read(
            "s1",
            TestOffers.json(
                "{'attributes':[{'name':'n','type':'SCALAR','scalar':{'value':%s}}]}"
                    .formatted(json)));

    // Then
    assertThat(agent.attributes().getOrDefault("n", "-")).isEqualTo(text);
  }

  @Test
  void keepsNoMoreOfAnAgentThanEachOfItsTasksCanCarry() {
    // Given
    String huge = "x".repeat(5_000);

    // When
    AgentInfo agent =
        AgentInfo.read(
            "s1",
            TestOffers.json(
                "{'hostname':'%s','attributes':[{'name':'a','type':'TEXT','text':{'value':'1'}},{'name':'b','type':'TEXT','text':{'value':'%s'}}]}"
                    .formatted(huge, huge)));

    // Then
    assertThat(agent.hostname()).hasSize(4_096);
    assertThat(agent.attributes()).containsOnlyKeys("a");
  }

  @Test
  void oneAttributeThatIsTooLongHidesNoneBehindIt() {
    // Given
    String huge = "x".repeat(5_000);

    // When
    AgentInfo agent =
        AgentInfo.read(
            "s1",
            TestOffers.json(
                "{'attributes':[{'name':'notes','type':'TEXT','text':{'value':'%s'}},{'name':'rack','type':'TEXT','text':{'value':'r1'}}]}"
                    .formatted(huge)));

    // Then
    assertThat(agent.attributes()).containsOnly(Map.entry("rack", "r1"));
  }
}
