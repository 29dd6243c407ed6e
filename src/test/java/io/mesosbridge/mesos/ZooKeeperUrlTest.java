package io.mesosbridge.mesos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mesosbridge.config.ZooKeeperUrl;
import java.util.Optional;
import org.apache.zookeeper.common.PathUtils;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ZooKeeperUrlTest {

  @Test
  void itNamesServersAndPath() {
    assertThat(ZooKeeperUrl.parse("zk://a:1,b:2/mesos/one/"))
        .isEqualTo(new ZooKeeperUrl("a:1,b:2", "/mesos/one", Optional.empty()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"/mesos/.x", "/...", "/a..b/c.", "/mésos", "/a/b/c"})
  void aPathThatZooKeeperTakesIsTaken(String path) {
    // When
    PathUtils.validatePath(path);

    // Then
    assertThat(ZooKeeperUrl.parse("zk://h:1" + path).path()).isEqualTo(path);
  }

  @Test
  void itsPasswordMayHoldAnythingAndIsNotShown() {
    // When
    ZooKeeperUrl url = ZooKeeperUrl.parse("zk://me:p@ss:w/rd@a:1/mesos");

    // Then
    assertThat(url).isEqualTo(new ZooKeeperUrl("a:1", "/mesos", Optional.of("me:p@ss:w/rd")));
    assertThat(url).hasToString("zk://...@a:1/mesos");
  }

  @Test
  void credentialsReachUpToTheLastAtSign() {
    // When
    ZooKeeperUrl url = ZooKeeperUrl.parse("zk://mesos:p@ss/w0rd@host/mesos");

    // Then
    assertThat(url)
        .isEqualTo(new ZooKeeperUrl("host:2181", "/mesos", Optional.of("mesos:p@ss/w0rd")));
    assertThat(url).hasToString("zk://...@host:2181/mesos");
  }

  @Test
  void portsAre2181UnlessTheyAreNamedAndIpv6StandsInBrackets() {
    assertThat(ZooKeeperUrl.parse("zk://a,[2001:db8::1]:2182,[::1]/mesos/"))
        .isEqualTo(
            new ZooKeeperUrl("a:2181,[2001:db8::1]:2182,[::1]:2181", "/mesos", Optional.empty()));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "zk://                     | has as server number 1 none",
        "zk://a:1                  | has no path behind its servers",
        "zk://a:1/                 | has no path behind its servers",
        "zk://a:1//x               | has no path behind its servers",
        "zk://h:1/mesos/./x        | has no path behind its servers, or one with a part that is",
        "zk://h:1/mesos/..         | has no path behind its servers, or one with a part that is",
        "zk://h:1/../mesos         | has no path behind its servers, or one with a part that is",
        "zk://h:1/mesos//x         | has no path behind its servers, or one with a part that is",
        "zk://h:1/me\u0001sos      | has no path behind its servers, or one with a part that is",
        "zk://h:1/me\u007fsos      | has no path behind its servers, or one with a part that is",
        "zk://h:1/me\ufff0sos      | has no path behind its servers, or one with a part that is",
        "zk:///mesos               | has as server number 1 none",
        "zk://a,,b/mesos           | has as server number 2 none",
        "zk://2001:db8::1/mesos    | has as server number 1 none",
        "zk://a:1,b:65536/mesos    | has as server number 2 one whose port",
        "zk://me@a:1/mesos         | has credentials before the last @ that are not",
        "zk://:pw@a:1/mesos        | has credentials before the last @ that are not",
        "http://a:1/mesos          | is not a URL that begins with zk://"
      })
  void aRefusalSaysWhichPartIsWrong(String url, String part) {
    assertThatThrownBy(() -> ZooKeeperUrl.parse(url))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(part)
        .hasMessageContaining("e.g. zk://user:password@zk1.example.com:2181");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "zk://me:secret@a:1",
        "zk://me:secret/mesos",
        "zk://me:a@secret@:1/mesos",
        "zk://me:x/secret@a b/mesos"
      })
  void aRefusalRepeatsNoPartOfThePassword(String url) {
    assertThatThrownBy(() -> ZooKeeperUrl.parse(url)).hasMessageNotContaining("secret");
  }
}
