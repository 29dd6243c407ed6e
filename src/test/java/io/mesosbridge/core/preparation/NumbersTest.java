package io.mesosbridge.core.preparation;

import static org.assertj.core.api.Assertions.assertThat;

import io.mesosbridge.core.preparation.Preparation.Prepared;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NumbersTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0.1",
        "0.10",
        "5.0",
        "9223372036854775807",
        "18446744073709551615",
        "123456789012345678901234567890.123456789012345678901234567890",
        "-0.000001",
        "1E+400",
        "1E-7"
      })
  void aNumberKeepsItsDigits(String number) {
    // Given
    String filters = "\"filters\":{\"refuse_seconds\":" + number + "}";
    String command =
        "{\"type\":\"DECLINE\",\"decline\":{\"offer_ids\":[\"offer-1\"],%s}}".formatted(filters);

    // When
    Prepared prepared = Carrying.carry(command);

    // Then
    assertThat(((Prepared.Ready) prepared).call().toString()).contains(filters);
  }

  @ParameterizedTest
  @ValueSource(strings = {"1e999999999", "1e-999999999", "-1e999999999"})
  void anAbsurdAmountIsComparedWithoutEffort(String number) {
    // Given
    String command =
        """
        {"type":"LAUNCH","launch":{"offer_ids":["offer-1"],"task_infos":[{"task_id":"t",
          "resources":[{"name":"cpus","type":"SCALAR","scalar":{"value":%1$s}},
          {"name":"ports","type":"RANGES","ranges":{"range":[{"begin":%1$s,"end":%1$s}]}}]}]}}\
        """
            .formatted(number);

    // When
    Prepared prepared = Carrying.carry(command);

    // Then
    assertThat(prepared instanceof Prepared.Refused).isEqualTo(number.equals("1e999999999"));
  }
}
