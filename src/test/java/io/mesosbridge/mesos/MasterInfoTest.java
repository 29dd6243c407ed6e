package io.mesosbridge.mesos;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mesosbridge.core.mesos.SchedulerEndpoint.Leader;
import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MasterInfoTest {

  private static final String WITH_ADDRESS =
      """
      {"address":{"hostname":"m.example.com","ip":"172.16.4.200","port":5050},
       "hostname":"m.example.com","id":"some-id","ip":3355709612,
       "pid":"master@172.16.4.200:5050","port":5050,"version":"1.9.1"}""";

  private static Leader leader(boolean tls, String info) {
    return new ZooKeeperElection.MasterInfo(tls).read(info.getBytes(UTF_8));
  }

  private static URI endpoint(boolean tls, String info) {
    return leader(tls, info).endpoints().get(0);
  }

  @Test
  void theAddressCountsAsForMesosOwnLibrary() {
    assertThat(endpoint(false, WITH_ADDRESS))
        .isEqualTo(URI.create("http://172.16.4.200:5050/api/v1/scheduler"));
  }

  @Test
  void withTlsTheHostNameCounts() {
    assertThat(endpoint(true, WITH_ADDRESS))
        .isEqualTo(URI.create("https://m.example.com:5050/api/v1/scheduler"));
  }

  @Test
  void anUnsignedNumberInNetworkOrderIsAnAddress() {
    assertThat(endpoint(false, "{\"id\":\"x\",\"ip\":3355709612,\"port\":5051}"))
        .isEqualTo(URI.create("http://172.16.4.200:5051/api/v1/scheduler"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {"address":{"ip":"fd00::1","port":5050},"ip":0,"port":5050}
          {"address":{"ip":"[fd00::1]","port":5050}}
          {"ip":0,"pid":"master@[fd00::1]:5050","port":5050}
          {"ip":0,"pid":"master@fd00::1:5050","port":5050}
          {"ip":"fd00::1","port":5050}
          {"hostname":"fd00::1","port":5050}
          """)
  void anAddressOfIpv6GetsBrackets(String info) {
    // When
    Leader leader = leader(false, info);

    // Then
    assertThat(leader.endpoints())
        .containsExactly(URI.create("http://[fd00::1]:5050/api/v1/scheduler"));
    assertThat(leader.names()).contains("[fd00::1]:5050");
  }

  @Test
  void theHostNameBesideTheAddressIsTriedToo() {
    assertThat(
            leader(false, "{\"address\":{\"hostname\":\"m\",\"ip\":\"fd00::1\",\"port\":5050}}")
                .endpoints())
        .containsExactly(
            URI.create("http://[fd00::1]:5050/api/v1/scheduler"),
            URI.create("http://m:5050/api/v1/scheduler"));
  }

  @Test
  void aHostNameThatIsNoneInUrlsLeavesTheAddress() {
    assertThat(leader(false, "{\"hostname\":\"mesos master\",\"ip\":16777343}").endpoints())
        .containsExactly(URI.create("http://127.0.0.1:5050/api/v1/scheduler"));
  }

  @Test
  void aHostNameMayHaveUnderscores() {
    assertThat(leader(false, "{\"hostname\":\"mesos_master_1\",\"ip\":16777343}").endpoints())
        .containsExactly(
            URI.create("http://127.0.0.1:5050/api/v1/scheduler"),
            URI.create("http://mesos_master_1:5050/api/v1/scheduler"));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, -1, 99999, 123456})
  void aPortThatNoneCanBeIsRefused(int port) {
    assertThatThrownBy(() -> endpoint(false, "{\"hostname\":\"m\",\"port\":" + port + "}"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("from 1 to 65535");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{}", "protobuf", "{\"hostname\":\"\"}", "[]"})
  void whatHasNoAddressIsRefused(String info) {
    assertThatThrownBy(() -> endpoint(false, info)).isInstanceOf(IllegalArgumentException.class);
  }
}
