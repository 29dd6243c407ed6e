package io.mesosbridge.app.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.mesosbridge.app.api.OfferViews.View;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What somebody else wrote into a table keeps nobody from the rest of it. */
class RowReaderTest {

  private static final byte[] OFFER = "{\"hostname\":\"host\"}".getBytes(UTF_8);

  private final RowReader rows = new RowReader(new ObjectMapper());

  @ParameterizedTest
  @ValueSource(strings = {"", "no JSON", "{", "{} {}", "null", "[]", "\"{}\"", "1"})
  void whatIsNoRowIsPassedOver(String foreign) {
    // Given
    byte[] bytes = foreign.getBytes(UTF_8);

    // Then
    assertThat(rows.read("foreign", bytes)).isEmpty();
    assertThat(new OfferViews(rows).of(Map.of("foreign", bytes, "o-1", OFFER)))
        .extracting(View::id)
        .containsExactly("o-1");
  }
}
