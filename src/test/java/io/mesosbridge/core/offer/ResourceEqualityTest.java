package io.mesosbridge.core.offer;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import io.mesosbridge.sandbox.mesos.resources.SimResources;
import io.mesosbridge.testkit.JsonTree;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** One table of what Mesos takes for the same, for the bridge and for the simulated cluster. */
class ResourceEqualityTest {

  private static final String TABLE =
      """
      reservations:[{type:DYNAMIC,role:a,labels:{labels:[{key:x,value:1},{key:y}]}}] | reservations:[{type:DYNAMIC,role:a,labels:{labels:[{key:y},{key:x,value:1}]}}] | 10 | yes
      reservations:[{type:DYNAMIC,role:a,labels:{labels:[{key:x,value:1}]}}] | reservations:[{type:DYNAMIC,role:a,labels:{labels:[{key:x,value:2}]}}] | 10 | no
      reservations:[{type:DYNAMIC,role:a,labels:{labels:[{key:x},{key:x}]}}] | reservations:[{type:DYNAMIC,role:a,labels:{labels:[{key:x}]}}] | 10 | no
      reservations:[{type:DYNAMIC,role:a,labels:{labels:[{key:x,value:1}]}}] | reservations:[{labels:{labels:[{more:2,value:1,key:x}]},role:a,type:DYNAMIC}] | 10 | yes
      reservations:[{type:DYNAMIC,role:a,labels:{labels:[{key:x}]}}] | reservations:[{type:DYNAMIC,role:a,labels:{labels:[{value:'',key:x}]}}] | 10 | yes
      reservations:[{type:DYNAMIC,role:a}] | reservations:[{type:DYNAMIC,role:a,labels:{}}] | 10 | no
      reservations:[{type:DYNAMIC,role:a,principal:p}] | reservations:[{type:DYNAMIC,role:a,principal:q}] | 10 | no
      reservations:[{type:DYNAMIC,role:a}] | reservations:[{type:DYNAMIC,role:a,principal:null,labels:null}] | 10 | yes
      role:'*' | role:null,reservation:null,reservations:null,disk:null,shared:null,revocable:null,provider_id:null | 5 | yes
      role:'*' | disk:{} | 5 | no
      disk:{persistence:{id:v}} | disk:{source:null,persistence:{id:v,principal:null},volume:null} | 10 | yes
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
      disk:{source:{type:MOUNT,mount:{root:/a}}} | disk:{source:{path:null,mount:{more:1,root:/a},type:MOUNT}} | 10 | yes
      disk:{source:{type:RAW,id:i,metadata:{labels:[{key:x},{key:y}]}}} | disk:{source:{type:RAW,id:i,metadata:{labels:[{key:y},{key:x}]}}} | 10 | yes
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
            .replaceAll("(?<![\\w\"])(?!null)([a-zA-Z/][\\w/]*)", "\"$1\"");
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
    SimResources has10 = SimResources.of(disk(has, "10"));
    SimResources wants10 = SimResources.of(disk(wants, "10"));
    if (has10.text("web").equals(wants10.text("web"))) {
      assertThat(has10).isEqualTo(wants10);
    }
  }

  @Property(tries = 1000)
  void whatIsWrittenInAnotherWayIsTheSame(@ForAll Random random) {
    // Given
    JsonNode there = JsonTree.read("[" + RandomResource.of(random) + "]");
    ArrayNode wanted = there.deepCopy();
    wanted.set(0, RandomResource.rewritten(there.get(0), random));

    // Then
    assertThat(Resources.read(there).contains(Resources.read(wanted))).isTrue();
    assertThat(SimResources.of(there).contains(SimResources.of(wanted))).isTrue();
  }

  @Property(tries = 1000)
  void theTwoAgreeAboutAnyResources(@ForAll Random random) {
    // Given
    JsonNode there = RandomResource.list(random, 3);
    JsonNode wanted = RandomResource.list(random, 1);

    // Then
    assertThat(SimResources.of(there).contains(SimResources.of(wanted)))
        .as("%s contains %s", there, wanted)
        .isEqualTo(Resources.read(there).contains(Resources.read(wanted)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"MOUNT", "BLOCK", "RAW"})
  void twoHalvesAreNotTheWholeOfADiskThatIsTakenWhole(String type) {
    // Given
    JsonNode whole = disk("disk:{source:{type:%s,id:i}}".formatted(type), "10");
    ArrayNode halves = disk("disk:{source:{type:%s,id:i}}".formatted(type), "5").deepCopy();
    halves.add(halves.get(0));

    // Then
    assertThat(Resources.read(whole).contains(Resources.read(halves))).isFalse();
    assertThat(SimResources.of(whole).contains(SimResources.of(halves))).isFalse();
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
