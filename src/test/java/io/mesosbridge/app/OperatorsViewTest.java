package io.mesosbridge.app;

import static io.mesosbridge.testkit.Patience.PATIENCE;
import static io.restassured.RestAssured.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mesosbridge.app.api.Users;
import io.prometheus.client.exemplars.ExemplarSampler;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import jakarta.inject.Inject;
import java.net.InetAddress;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What operators see of a bridge that leads and is subscribed. Its waits say how long, since
 * Quarkus loads them anew, without the default that {@link io.mesosbridge.testkit.Patience} has
 * set.
 */
@QuarkusTest
@WithTestResource(Surroundings.class)
@WithTestResource(Users.class)
class OperatorsViewTest {

  @Inject Optional<ExemplarSampler> exemplars;

  @TestHTTPResource(value = "/", management = true)
  URI management;

  @BeforeEach
  void awaitOffers() {
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () -> assertThat(status().getInt("outstanding_offers")).isGreaterThanOrEqualTo(2));
  }

  @Test
  void statusSaysWhoIsSubscribedWhere() {
    // When
    JsonPath status = status();

    // Then
    assertThat(status.getString("state")).isEqualTo("SUBSCRIBED");
    assertThat(status.getBoolean("leader")).isTrue();
    assertThat(status.getString("framework_id")).isNotBlank();
    assertThat(status.getString("master.version")).isNotBlank();
    assertThat(status.getString("stream_id")).isNotBlank();
  }

  @Test
  void healthIsUpAndSaysWhy() {
    // When
    JsonPath health =
        get(management.resolve("/q/health")).then().statusCode(200).extract().jsonPath();

    // Then
    assertThat(health.getString("checks.find { it.name == 'bridge' }.data.state"))
        .isEqualTo("SUBSCRIBED");
    assertThat(health.getString("checks.find { it.name == 'bridge' }.data.kafka")).isEqualTo("UP");
    assertThat(health.getString("checks.find { it.name == 'event-loop' }.status")).isEqualTo("UP");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/q/health", "/q/health/ready", "/q/metrics", "/q/info"})
  void whatSupervisorsAskForIsNotOnThePortOfTheApi(String path) {
    get(path).then().statusCode(404);
    assertThat(get(management.resolve(path)).statusCode()).isEqualTo(200);
  }

  @Test
  void theApiIsNotOnThePortOfSupervisors() {
    get(management.resolve("/api/v1/status")).then().statusCode(404);
  }

  @Test
  void bothPortsAreOfThisMachineAloneUnlessAnAddressIsNamed() {
    assertThat(List.of("quarkus.http.host", "quarkus.management.host"))
        .extracting(key -> ConfigProvider.getConfig().getValue(key, String.class))
        .allSatisfy(host -> assertThat(InetAddress.getByName(host).isLoopbackAddress()).isTrue());
  }

  @Test
  void infoSaysWhichVersionThisIs() {
    // When
    JsonPath info = get(management.resolve("/q/info")).then().statusCode(200).extract().jsonPath();

    // Then
    assertThat(info.getString("build.version")).matches("[0-9]+[.][0-9]+[.][0-9]+.*");
    assertThat(info.getString("java.version")).isNotBlank();
  }

  @Test
  void numbersHaveExemplarsOnlyWhereTracesAreMade() {
    assertThat(exemplars).isEmpty();
    assertThat(Services.ServicesProducer.exemplars(false)).isPresent();
  }

  private static JsonPath status() {
    return get("/api/v1/status").then().statusCode(200).extract().jsonPath();
  }
}
