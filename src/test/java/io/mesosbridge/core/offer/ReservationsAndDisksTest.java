package io.mesosbridge.core.offer;

import static io.mesosbridge.core.offer.TestOffers.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.mesosbridge.config.BridgeConfig.Placement.Policy;
import io.mesosbridge.core.offer.TestOffers.Market;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What a launch gets of resources that are reserved, revocable, or of disks: {@code name amount},
 * with what else the resource says after it, several separated by {@code +}.
 */
class ReservationsAndDisksTest {

  private static final String FITS =
      """
      cpus 4 'role':'web'                                                  | cpus 1                          | no
      cpus 4 'role':'web'                                                  | cpus 1 'role':'web'             | yes
      cpus 4 'reservations':[{'type':'STATIC','role':'web'}]               | cpus 1 'role':'web'             | yes
      cpus 4 'role':'web'                                                  | cpus 1 'reservations':[{'type':'STATIC','role':'web'}] | yes
      cpus 4                                                               | cpus 1 'role':'web'             | no
      cpus 4                                                               | cpus 1 'role':'*'               | yes
      cpus 4 'role':'eng'                                                  | cpus 1 'role':'eng'             | yes
      cpus 4 'role':'eng'                                                  | cpus 1 'role':'eng/web'         | no
      cpus 4 'role':'web' + cpus 4                                         | cpus 6                          | no
      cpus 4 'role':'web' + cpus 4                                         | cpus 3 'role':'web' + cpus 4    | yes
      cpus 4 'reservations':[{'type':'DYNAMIC','role':'web'}]              | cpus 1                          | no
      cpus 4 'reservations':[{'type':'DYNAMIC','role':'web'}]              | cpus 1 'role':'web'             | no
      cpus 4 'reservations':[{'type':'DYNAMIC','role':'web'}]              | cpus 1 'reservations':[{'type':'DYNAMIC','role':'web'}] | yes
      cpus 4 'reservations':[{'type':'DYNAMIC','role':'web','principal':'ops'}] | cpus 1 'reservations':[{'type':'DYNAMIC','role':'web'}] | no
      cpus 4 'reservations':[{'type':'DYNAMIC','role':'web','principal':'ops'}] | cpus 1 'role':'web','reservation':{'principal':'ops'} | yes
      cpus 4 'reservations':[{'type':'STATIC','role':'eng'},{'type':'DYNAMIC','role':'eng/web'}] | cpus 1 'reservations':[{'type':'STATIC','role':'eng'},{'type':'DYNAMIC','role':'eng/web'}] | yes
      cpus 4 'reservations':[{'type':'STATIC','role':'eng'},{'type':'DYNAMIC','role':'eng/web'}] | cpus 1 'role':'eng'      | no
      cpus 4 'reservations':[{'type':'STATIC','role':'eng'},{'type':'DYNAMIC','role':'eng/web'}] | cpus 1 'reservations':[{'type':'DYNAMIC','role':'eng/web'}] | no
      cpus 4 'revocable':{}                                                | cpus 1                          | no
      cpus 4 'revocable':{}                                                | cpus 1 'revocable':{}           | yes
      cpus 4                                                               | cpus 1 'revocable':{}           | no
      cpus 1 + cpus 4 'revocable':{}                                       | cpus 2                          | no
      disk 100 'disk':{'source':{'type':'PATH','path':{'root':'/a'}}}      | disk 40                         | no
      disk 100 'disk':{'source':{'type':'MOUNT','mount':{'root':'/a'}}}    | disk 100                        | no
      disk 100 'role':'web','disk':{'persistence':{'id':'v'}}              | disk 100 'role':'web'           | no
      disk 100 'disk':{'source':{'type':'PATH','path':{'root':'/a'}}} + disk 30 | disk 31                    | no
      disk 100 'disk':{'source':{'type':'PATH','path':{'root':'/a'}}}      | disk 40 'disk':{'source':{'type':'PATH','path':{'root':'/a'}}}   | yes
      disk 100 'disk':{'source':{'type':'PATH','path':{'root':'/a'}}}      | disk 40 'disk':{'source':{'type':'PATH','path':{'root':'/b'}}}   | no
      disk 100 'disk':{'source':{'type':'MOUNT','mount':{'root':'/a'}}}    | disk 40 'disk':{'source':{'type':'MOUNT','mount':{'root':'/a'}}} | no
      disk 100 'disk':{'source':{'type':'MOUNT','mount':{'root':'/a'}}}    | disk 100 'disk':{'source':{'type':'MOUNT','mount':{'root':'/a'}}} | yes
      disk 100 'role':'web','disk':{'persistence':{'id':'v'}} | disk 40 'disk':{'persistence':{'id':'v'}} | yes
      disk 100 'role':'web','disk':{'persistence':{'id':'v'}} | disk 101 'disk':{'persistence':{'id':'v'}} | no
      disk 100 'role':'web','disk':{'persistence':{'id':'v'}} | disk 40 'disk':{'persistence':{'id':'w'}} | no
      disk 100 'role':'web','disk':{'persistence':{'id':'v'}} | disk 40 'role':'web','disk':{'persistence':{'id':'v'}} | yes
      disk 100 'role':'web','disk':{'persistence':{'id':'v'}} | disk 40 'role':'eng','disk':{'persistence':{'id':'v'}} | no
      disk 100 'role':'web','disk':{'persistence':{'id':'v'}} | disk 100 'shared':{},'disk':{'persistence':{'id':'v'}} | no
      disk 100 'role':'web','disk':{'persistence':{'id':'v'}} | disk 100 'reservations':[{'type':'DYNAMIC','role':'web','principal':'p'}],'disk':{'persistence':{'id':'v'}} | yes
      """;

  private static final String SHARED =
      "disk 10 'role':'web','shared':{},'disk':{'persistence':{'id':'v'}}";

  private final Market market = new Market();
  private final WaitingLaunches<String> waiting = market.launches(Policy.PACK, 100);

  private static JsonNode resources(String text) {
    return json(
        Arrays.stream(text.split(" \\+ "))
            .map(one -> one.strip().split(" ", 3))
            .map(
                parts ->
                    "{'name':'%s','type':'SCALAR','scalar':{'value':%s}%s}"
                        .formatted(parts[0], parts[1], parts.length < 3 ? "" : "," + parts[2]))
            .collect(Collectors.joining(",", "[", "]")));
  }

  private void offers(String text) {
    market.gets(offerOf("o1", text));
  }

  private static OutstandingOffer offerOf(String id, String text) {
    return TestOffers.offerOf(id, "agent", "eng/web", resources(text));
  }

  private void wants(String id, String text) {
    Demand demand = Demand.of(List.of(resources(text)));
    waiting.add(TestOffers.launch(id, demand, Long.MAX_VALUE));
  }

  private List<String> placed() {
    return waiting.place(TestOffers.NOW).stream()
        .flatMap(placed -> placed.launches().stream())
        .map(carried -> carried.launch().id() + " takes " + carried.fit().taken())
        .toList();
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = FITS)
  void aLaunchGetsWhatItNamesAndNothingElse(String offered, String wanted, String fits) {
    // Given
    wants("a", wanted);

    // When
    offers(offered);

    // Then
    assertThat(placed()).hasSize(fits.equals("yes") ? 1 : 0);
  }

  @Test
  void severalTakePartsOfAPathDiskAsLongAsThereIsSome() {
    // Given
    String path = "'disk':{'source':{'type':'PATH','path':{'root':'/a'}}}";
    wants("a", "disk 60 " + path);
    wants("b", "disk 60 " + path);
    wants("c", "disk 40 " + path);

    // When
    offers("disk 100 " + path);

    // Then
    assertThat(placed()).containsExactly("a takes disk[PATH:/a]:60", "c takes disk[PATH:/a]:40");
  }

  @Test
  void oneTakesAMountDisk() {
    // Given
    String mount = "'disk':{'source':{'type':'MOUNT','mount':{'root':'/a'}}}";
    wants("a", "disk 100 " + mount);
    wants("b", "disk 100 " + mount);

    // When
    offers("disk 100 " + mount);

    // Then
    assertThat(placed()).containsExactly("a takes disk[MOUNT:/a]:100");
  }

  @Test
  void whatIsReservedIsLeftToThoseWhoNameTheReservation() {
    // Given
    wants("plain", "cpus 2");
    wants("reserved", "cpus 2 'role':'eng'");

    // When
    offers("cpus 2 'role':'eng' + cpus 2");

    // Then
    assertThat(placed()).containsExactly("plain takes cpus:2", "reserved takes cpus(eng):2");
  }

  @Test
  void aSharedVolumeIsHadByAllWhoShareAnOffer() {
    // Given
    wants("a", "cpus 1 + " + SHARED);
    wants("b", "cpus 1 + " + SHARED);
    wants("both", "cpus 0.5 + " + SHARED + " + cpus 0.5 + " + SHARED);
    wants("another", "cpus 1 + " + SHARED.replace("'v'", "'w'"));

    // When
    offers("cpus 4 + " + SHARED);

    // Then
    assertThat(placed())
        .containsExactly(
            "a takes cpus:1;disk(web)[v]<SHARED>:10",
            "b takes cpus:1;disk(web)[v]<SHARED>:10",
            "both takes cpus:1;disk(web)[v]<SHARED>:10;disk(web)[v]<SHARED>:10");
  }

  @Test
  void whoeverSharesAVolumeTakesNoMoreOffersThanTheyNeed() {
    // Given
    market.gets(offerOf("o1", "cpus 4 + " + SHARED));
    market.gets(offerOf("o2", "cpus 4"));
    wants("a", "cpus 1 + " + SHARED);
    wants("b", "cpus 1 + " + SHARED);

    // Then
    assertThat(waiting.place(TestOffers.NOW))
        .extracting(WaitingLaunch.Placed::offerIds)
        .containsExactly(List.of("o1"));
  }

  @Test
  void aVolumeThatIsNotSharedIsHadOnce() {
    // Given
    String volume = SHARED.replace(",'shared':{}", "");
    wants("both", "cpus 1 + " + volume + " + cpus 1 + " + volume);
    wants("a", "cpus 1 + " + volume);
    wants("b", "cpus 1 + " + volume);

    // When
    offers("cpus 4 + " + volume);

    // Then
    assertThat(placed()).containsExactly("a takes cpus:1;disk(web)[v]:10");
  }

  @Test
  void twoDisksOfOneKindAreTwo() {
    // Given
    String raw = "disk 10 'disk':{'source':{'type':'RAW','profile':'fast'}}";
    wants("both", raw + " + " + raw);
    wants("third", raw);

    // When
    offers(raw + " + " + raw + " + " + raw);

    // Then
    assertThat(placed()).extracting(each -> each.substring(0, 5)).containsExactly("both ", "third");
  }
}
