package io.mesosbridge.sandbox.mesos.resources;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class SimResourcesTest {

  private static final SimResources ALL =
      SimResources.parse("cpus:4;mem:1024;ports:[31000-32000];cpus(ops):2");

  @Property(tries = 200)
  void whatIsTakenAndGivenBackLeavesNothingChanged(
      @ForAll @IntRange(max = 4000) int milliCpus,
      @ForAll @IntRange(min = 31000, max = 32000) int first,
      @ForAll @IntRange(max = 100) int more) {
    // Given
    int last = Math.min(32000, first + more);
    SimResources taken =
        SimResources.parse("cpus:" + milliCpus / 1000.0 + ";ports:[" + first + "-" + last + "]");

    // When
    SimResources rest = ALL.minus(taken);

    // Then
    assertThat(ALL.contains(taken)).isTrue();
    assertThat(rest.contains(SimResources.parse("ports:[" + first + "-" + first + "]"))).isFalse();
    assertThat(rest.plus(taken)).isEqualTo(ALL);
  }

  @Test
  void reservedResourcesAreApartFromOthers() {
    assertThat(ALL.contains(SimResources.parse("cpus:5"))).isFalse();
    assertThat(ALL.offerableTo("dev").contains(SimResources.parse("cpus(ops):1"))).isFalse();
    assertThat(ALL.offerableTo("ops").contains(SimResources.parse("cpus(ops):1"))).isTrue();
  }

  @Test
  void theJsonFormIsReadBackAsTheSameResources() {
    assertThat(SimResources.of(ALL.toJson("ops", false))).isEqualTo(ALL);
    assertThat(SimResources.of(ALL.toJson("ops", true))).isEqualTo(ALL);
    assertThat(SimResources.parse("disk:10000000").toJson("ops", false).toString())
        .contains("10000000.0");
  }

  @Test
  void aTextThatIsNoResourceListIsRefusedWithAnExample() {
    assertThatThrownBy(() -> SimResources.parse("cpus=4"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "'cpus=4' is no resource; write for example cpus:4;mem:1024;ports:[31000-32000]");
  }
}
