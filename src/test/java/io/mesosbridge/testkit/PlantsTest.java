package io.mesosbridge.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PlantsTest {

  private final Plants plants = new Plants(List.of("s3cret-OfM?sos"));

  @ParameterizedTest
  @ValueSource(strings = {"", "u", "us", "use", "user:"})
  void findsASecretWhateverStandsAroundIt(String before) {
    // Given
    String pair = before + "s3cret-OfM?sos" + "and more";

    // Then
    for (Base64.Encoder encoder : List.of(Base64.getEncoder(), Base64.getUrlEncoder())) {
      String text = "x " + encoder.encodeToString(pair.getBytes(UTF_8)) + " y";
      assertThat(plants.in(Map.of("log", text))).isNotEmpty();
    }
    assertThat(plants.in(Map.of("log", pair))).singleElement().asString().contains(" in log: ");
    assertThat(plants.in(Map.of("log", "s3cret-OfK?fka"))).isEmpty();
  }
}
