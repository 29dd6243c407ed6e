package io.mesosbridge.mesos;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MasterInfoTest {

  private static final String WITH_ADDRESS =
      """
      {"address":{"hostname":"m.example.com","ip":"172.16.4.200","port":5050},
       "hostname":"m.example.com","id":"some-id","ip":3355709612,
       "pid":"master@172.16.4.200:5050","port":5050,"version":"1.9.1"}""";

  private static URI endpoint(boolean tls, String info) {
    return new ZooKeeperElection.MasterInfo(tls).read(info.getBytes(UTF_8)).endpoint();
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
  @ValueSource(strings = {"", "{}", "protobuf", "{\"hostname\":\"\"}", "[]"})
  void whatHasNoAddressIsRefused(String info) {
    assertThatThrownBy(() -> endpoint(false, info)).isInstanceOf(IllegalArgumentException.class);
  }
}
