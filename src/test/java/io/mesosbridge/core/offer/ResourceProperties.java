package io.mesosbridge.core.offer;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class ResourceProperties {

  @Provide
  Arbitrary<String> text() {
    Arbitrary<String> roles = Arbitraries.of("", "(web)", "(shop/web)");
    Arbitrary<String> scalars =
        Arbitraries.bigDecimals()
            .between(BigDecimal.ZERO, BigDecimal.valueOf(1_000_000))
            .ofScale(3)
            .map(number -> number.stripTrailingZeros().toPlainString());
    Arbitrary<String> range =
        Combinators.combine(
                Arbitraries.integers().between(0, 900), Arbitraries.integers().between(0, 90))
            .as((begin, length) -> begin + "-" + (begin + length));
    Arbitrary<String> ranges =
        range.list().ofMinSize(1).ofMaxSize(5).map(list -> "[" + String.join(",", list) + "]");
    Arbitrary<String> items =
        Arbitraries.of("a", "b", "c")
            .set()
            .ofMinSize(1)
            .map(set -> "{" + String.join(",", set) + "}");
    Arbitrary<String> entry =
        Arbitraries.oneOf(
            Combinators.combine(Arbitraries.of("cpus", "mem"), roles, scalars)
                .as(ResourceProperties::entry),
            Combinators.combine(Arbitraries.just("ports"), roles, ranges)
                .as(ResourceProperties::entry),
            Combinators.combine(Arbitraries.just("disks"), roles, items)
                .as(ResourceProperties::entry));
    return entry.list().ofMaxSize(6).map(entries -> String.join(";", entries));
  }

  private static String entry(String name, String role, String value) {
    return name + role + ":" + value;
  }

  @Property
  void textSurvivesTheWayThereAndBack(@ForAll("text") String text) {
    // Given
    Resources resources = TestOffers.resources(text);

    // When
    Resources back = TestOffers.resources(resources.toString());

    // Then
    assertThat(back).isEqualTo(resources);
  }

  @Property
  void aSumContainsItsPartsAndLessOneIsTheOther(
      @ForAll("text") String one, @ForAll("text") String other) {
    // Given
    Resources a = TestOffers.resources(one);
    Resources b = TestOffers.resources(other);

    // When
    Resources sum = a.plus(b);

    // Then
    assertThat(sum.contains(a)).isTrue();
    assertThat(sum.contains(b)).isTrue();
    assertThat(a.contains(sum.minus(b))).isTrue();
    assertThat(sum.minus(sum).isEmpty()).isTrue();
  }

  @Property
  void whatIsLeftHasNothingOfWhatWasTaken(
      @ForAll("text") String one, @ForAll("text") String other) {
    // Given
    Resources offered = TestOffers.resources(one);
    Resources taken = TestOffers.resources(other);

    // When
    Resources left = offered.minus(taken);

    // Then
    assertThat(offered.contains(left)).isTrue();
    assertThat(left.plus(taken).contains(offered)).isTrue();
  }
}
