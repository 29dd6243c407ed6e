package io.mesosbridge.core.preparation;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.mesosbridge.core.preparation.Preparation.Prepared;
import java.util.List;
import org.junit.jupiter.api.Test;

class SharedAcceptTest {

  private static Prepared.Ready onOffer1(String taskId) {
    String text =
        """
        {"type":"LAUNCH","launch":{"filters":{"refuse_seconds":7},
         "task_infos":[{"task_id":"%s","resources":"cpus:0.1","data":1.50}]}}\
        """
            .formatted(taskId);
    return (Prepared.Ready) Carrying.carry(text);
  }

  @Test
  void theOperationsOfAllFollowEachOther() {
    // Given
    Prepared.Ready a = onOffer1("a");
    Prepared.Ready b = onOffer1("b");

    // When
    Prepared.Ready shared = Prepared.Ready.together(List.of(a, b));

    // Then
    JsonNode accept = Carrying.call(shared).get("accept");
    assertThat(accept.get("operations"))
        .extracting(operation -> operation.at("/launch/task_infos/0/task_id/value").textValue())
        .containsExactly("a", "b");
    assertThat(accept.get("offer_ids")).hasSize(1);
    assertThat(accept.at("/filters/refuse_seconds").intValue()).isEqualTo(7);
    assertThat(shared.taskIds()).containsExactly("a", "b");
    assertThat(shared.call().toString()).contains("\"data\":1.50");
  }

  @Test
  void aloneACallStaysAsItIs() {
    // Given
    Prepared.Ready alone = onOffer1("a");

    // When
    Prepared.Ready shared = Prepared.Ready.together(List.of(alone));

    // Then
    assertThat(shared.call().body()).isEqualTo(alone.call().body());
  }

  @Test
  void theCallsThatItIsMadeOfStayAsTheyAre() {
    // Given
    Prepared.Ready a = onOffer1("a");
    JsonNode before = Carrying.call(a);

    // When
    Prepared.Ready.together(List.of(a, onOffer1("b")));

    // Then
    assertThat((Object) Carrying.call(a)).isEqualTo(before);
  }
}
