package io.mesosbridge.core.offer;

import static io.mesosbridge.core.offer.TestOffers.json;
import static io.mesosbridge.core.offer.TestOffers.resources;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ResourcesTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          cpus:4                  | cpus:4                        | true
          cpus:4                  | cpus:4.001                    | false
          cpus:0.3                | cpus:0.1;cpus:0.1;cpus:0.1    | true
          cpus:0.3                | cpus:0.3004                   | true
          cpus:4                  | mem:1                         | false
          cpus:4                  | gpus:0                        | true
          cpus(web):4             | cpus:1                        | false
          cpus:4                  | cpus(web):1                   | false
          cpus(web):4;cpus:1      | cpus(web):4;cpus:1            | true
          ports:[1-4,5-9]         | ports:[3-6]                   | true
          ports:[1-4,6-9]         | ports:[3-6]                   | false
          disks:{a,b}             | disks:{b}                     | true
          disks:{a,b}             | disks:{b,c}                   | false
          """)
  void oneContainsTheOther(String offered, String wanted, boolean expected) {
    // Given
    Resources all = resources(offered);

    // When
    boolean contains = all.contains(resources(wanted));

    // Then
    assertThat(contains).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          cpus:4;mem:64           | cpus:1.5;mem:64   | cpus:2.5
          ports:[1-9]             | ports:[3-4,9-9]   | ports:[1-2,5-8]
          disks:{a,b,c}           | disks:{b}         | disks:{a,c}
          cpus(web):4;cpus:4      | cpus(web):3       | cpus(web):1;cpus:4
          """)
  void whatIsTakenIsGone(String offered, String taken, String expected) {
    // Given
    Resources all = resources(offered);

    // When
    Resources left = all.minus(resources(taken));

    // Then
    assertThat(left).hasToString(expected);
  }

  @Test
  void bothFormatsOfAReservationMeanTheSame() {
    // Given
    String amount = "'name':'disk','type':'SCALAR','scalar':{'value':64}";
    Resources former =
        Resources.read(json("[{" + amount + ",'role':'test','reservation':{'principal':'ops'}}]"));

    // When
    Resources refined =
        Resources.read(
            json(
                "[{%s,'reservations':[{'type':'DYNAMIC','role':'test','principal':'ops'}]}]"
                    .formatted(amount)));

    // Then
    assertThat(former).isEqualTo(refined);
    assertThat(former).hasToString("disk(reservations: [(DYNAMIC,test,ops)]):64");
  }

  @Test
  void revocableResourcesAreApart() {
    // Given
    String cpus = "'name':'cpus','type':'SCALAR','scalar':{'value':1}";

    // When
    Resources revocable = Resources.read(json("[{" + cpus + ",'revocable':{}}]"));

    // Then
    assertThat(resources("cpus:1").contains(revocable)).isFalse();
  }

  @Test
  void aVolumeIsTakenWholeWhateverItsNumbersLookLike() {
    // Given
    String volume =
        "[{'name':'disk','type':'SCALAR','scalar':{'value':%s},'disk':{'persistence':{'id':'v'}},"
            + "'allocation_info':{'role':'web'}}]";

    // When
    Resources offered = Resources.read(json(volume.formatted("64.0")));

    // Then
    assertThat(offered.contains(Resources.read(json(volume.formatted("64"))))).isTrue();
    assertThat(offered.contains(Resources.read(json(volume.formatted("32"))))).isFalse();
    assertThat(resources("disk:64").contains(offered)).isFalse();
  }
}
