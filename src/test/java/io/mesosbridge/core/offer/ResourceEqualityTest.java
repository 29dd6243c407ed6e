package io.mesosbridge.core.offer;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.mesosbridge.sandbox.mesos.resources.SimResources;
import io.mesosbridge.testkit.JsonTree;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** One table of what Mesos takes for the same, for the bridge and for the simulated cluster. */
class ResourceEqualityTest {

  private static final String TABLE =
      """
      reservations:[{type:DYNAMIC,role:a,labels:{labels:[{key:x,value:1},{key:y}]}}] | reservations:[{type:DYNAMIC,role:a,labels:{labels:[{key:y},{key:x,value:1}]}}] | 10 | yes
      reservations:[{type:DYNAMIC,role:a,labels:{labels:[{key:x,value:1}]}}] | reservations:[{type:DYNAMIC,role:a,labels:{labels:[{key:x,value:2}]}}] | 10 | no
      reservations:[{type:DYNAMIC,role:a,labels:{labels:[{key:x},{key:x}]}}] | reservations:[{type:DYNAMIC,role:a,labels:{labels:[{key:x}]}}] | 10 | no
      reservations:[{type:DYNAMIC,role:a,principal:p}] | reservations:[{type:DYNAMIC,role:a,principal:q}] | 10 | no
      reservations:[{type:DYNAMIC,role:a,principal:p}] | role:a,reservation:{principal:p} | 10 | yes
      reservations:[{type:STATIC,role:a}] | role:a | 10 | yes
      reservations:[{type:STATIC,role:a}] | reservations:[{type:DYNAMIC,role:a}] | 10 | no
      disk:{persistence:{id:v,principal:p},volume:{container_path:a,mode:RW}} | disk:{persistence:{id:v},volume:{container_path:b,mode:RO}} | 10 | yes
      disk:{persistence:{id:v}} | disk:{persistence:{id:w}} | 10 | no
      disk:{persistence:{id:v}} | disk:{persistence:{id:v}} | 5 | no
      disk:{persistence:{id:v}} | role:'*' | 10 | no
      disk:{source:{type:PATH,path:{root:/a}}} | disk:{source:{type:PATH,path:{root:/a}}} | 5 | yes
      disk:{source:{type:PATH,path:{root:/a}}} | disk:{source:{type:PATH,path:{root:/b}}} | 5 | no
      disk:{source:{type:PATH,path:{root:/a}}} | role:'*' | 5 | no
      disk:{source:{type:MOUNT,mount:{root:/a}}} | disk:{source:{type:MOUNT,mount:{root:/a}}} | 10 | yes
      disk:{source:{type:MOUNT,mount:{root:/a}}} | disk:{source:{type:MOUNT,mount:{root:/a}}} | 5 | no
      disk:{source:{type:BLOCK,id:i}} | disk:{source:{type:BLOCK,id:i}} | 5 | no
      disk:{source:{type:RAW,id:i}} | disk:{source:{type:RAW,id:i}} | 5 | no
      disk:{source:{type:RAW,id:i}} | disk:{source:{type:RAW,id:i}} | 10 | yes
      disk:{source:{type:RAW,id:i}} | disk:{source:{type:RAW,id:j}} | 10 | no
      provider_id:{value:i} | provider_id:{value:i} | 5 | yes
      provider_id:{value:i} | provider_id:{value:j} | 5 | no
      revocable:{} | role:'*' | 5 | no
      role:'*' | role:'*' | '5' | yes
      role:'*' | role:'*' | '10.5' | no
      """;

  private static JsonNode disk(String fields, String size) {
    String json =
        "[{name:disk,type:SCALAR,scalar:{value:%s},%s}]"
            .formatted(size, fields)
            .replaceAll("'", "\"")
            .replaceAll("(?<![\\w\"])([a-zA-Z/][\\w/]*)", "\"$1\"");
    return JsonTree.read(json);
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = TABLE)
  void theBridgeAndTheSimulatedClusterTakeTheSameForTheSame(
      String has, String wants, String size, String isThere) {
    // Given
    JsonNode there = disk(has, "10");
    JsonNode wanted = disk(wants, size);

    // When
    boolean bridge = Resources.read(there).contains(Resources.read(wanted));
    boolean cluster = SimResources.of(there).contains(SimResources.of(wanted));

    // Then
    assertThat(bridge).isEqualTo(isThere.equals("yes"));
    assertThat(cluster).isEqualTo(isThere.equals("yes"));
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = TABLE)
  void aMessageShowsNoEqualTextsForDifferentThings(
      String has, String wants, String size, String isThere) {
    // Given
    Resources there = Resources.read(disk(has, "10"));
    Resources wanted = Resources.read(disk(wants, "10"));

    // Then
    assertThat(there.toString().equals(wanted.toString()))
        .as("%s and %s", there, wanted)
        .isEqualTo(there.equals(wanted));
  }

  @ParameterizedTest
  @CsvSource({
    "31002, 31002, true",
    "31002, 31003, false",
    "31002.0, 3.1002e4, true",
    "1e99, 1e99, false",
  })
  void wholeNumbersMayStandInTexts(String begin, String end, boolean isThere) {
    // Given
    String range =
        "[{\"name\":\"ports\",\"type\":\"RANGES\",\"ranges\":{\"range\":[{\"begin\":%s,\"end\":%s}]}}]";
    JsonNode there = JsonTree.read(range.formatted("31000", "31002"));
    JsonNode wanted = JsonTree.read(range.formatted('"' + begin + '"', '"' + end + '"'));

    // When
    boolean bridge = Resources.read(there).contains(Resources.read(wanted));
    boolean cluster = SimResources.of(there).contains(SimResources.of(wanted));

    // Then
    assertThat(bridge).isEqualTo(isThere);
    assertThat(cluster).isEqualTo(isThere);
  }

  @ParameterizedTest
  @CsvSource({"0.1, true", "1e-1, true", "1.0E+0, true", "11e-1, false"})
  void amountsMayStandInTexts(String amount, boolean isThere) {
    // Given
    String scalar = "[{\"name\":\"cpus\",\"type\":\"SCALAR\",\"scalar\":{\"value\":%s}}]";
    JsonNode there = JsonTree.read(scalar.formatted(1));
    JsonNode wanted = JsonTree.read(scalar.formatted('"' + amount + '"'));

    // When
    boolean bridge = Resources.read(there).contains(Resources.read(wanted));
    boolean cluster = SimResources.of(there).contains(SimResources.of(wanted));

    // Then
    assertThat(bridge).isEqualTo(isThere);
    assertThat(cluster).isEqualTo(isThere);
  }
}
