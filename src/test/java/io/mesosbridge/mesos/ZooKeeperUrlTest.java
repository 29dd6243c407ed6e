package io.mesosbridge.mesos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mesosbridge.mesos.ZooKeeperMasters.ZooKeeperUrl;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ZooKeeperUrlTest {

  @Test
  void itNamesServersAndPath() {
    assertThat(ZooKeeperUrl.parse("zk://a:1,b:2/mesos/one/"))
        .isEqualTo(new ZooKeeperUrl("a:1,b:2", "/mesos/one", Optional.empty()));
  }

  @Test
  void itsPasswordMayHoldAnythingAndIsNotShown() {
    // When
    ZooKeeperUrl url = ZooKeeperUrl.parse("zk://me:p@ss:w/rd@a:1/mesos");

    // Then
    assertThat(url).isEqualTo(new ZooKeeperUrl("a:1", "/mesos", Optional.of("me:p@ss:w/rd")));
    assertThat(url).hasToString("zk://...@a:1/mesos");
  }

  @ParameterizedTest
  @ValueSource(strings = {"zk://", "zk://a:1", "zk://a:1/", "zk:///mesos", "http://a:1/mesos"})
  void anythingElseIsRefusedWithAnExample(String url) {
    assertThatThrownBy(() -> ZooKeeperUrl.parse(url))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("e.g. zk://user:password@zk1.example.com:2181");
  }

  @Test
  void aRefusalDoesNotRepeatThePassword() {
    assertThatThrownBy(() -> ZooKeeperUrl.parse("zk://me:secret@a:1"))
        .hasMessageNotContaining("secret")
        .hasMessageContaining("a:1");
  }
}
