package io.mesosbridge.app.api;

import static io.mesosbridge.testkit.Patience.PATIENCE;
import static io.restassured.RestAssured.given;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.notNullValue;

import io.mesosbridge.app.Surroundings;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.http.ContentType;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.io.IOException;
import java.net.Socket;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The API of a bridge that leads, as those see it who read and those who send commands. */
@QuarkusTest
@WithTestResource(Surroundings.class)
@WithTestResource(Users.class)
class ApiTest {

  private static final String COMMANDS = "/api/v1/commands";
  private static final String OUTCOME = "result.outcome";

  private static final String LAUNCH =
      """
      {"id": "%s", "type": "LAUNCH", "launch": {"task_infos": [{"task_id": "%s",
       "command": {"value": "sleep 100"}, "resources": "cpus:0.1;mem:32"}]}}""";

  @BeforeEach
  void awaitOffers() {
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () ->
                assertThat(read("status").getInt("outstanding_offers")).isGreaterThanOrEqualTo(2));
  }

  @Test
  void statusSaysWhoAnswersAndWhoLeads() {
    // When
    JsonPath status = read("status");

    // Then
    assertThat(status.getString("instance")).isNotBlank();
    assertThat(status.getString("led_by.instance")).isEqualTo(status.getString("instance"));
    assertThat(status.getLong("led_by.epoch")).isNotNegative();
    assertThat(status.getString("version")).isNotBlank();
    assertThat(status.getString("state")).isEqualTo("SUBSCRIBED");
  }

  @Test
  void offersAndAgentsAreListedPageByPage() {
    // When
    JsonPath first = read("offers?limit=1");
    JsonPath rest = read("offers?after=" + first.getString("next"));

    // Then
    assertThat(first.getBoolean("leader")).isTrue();
    assertThat(first.getList("items.id.value")).containsExactly(first.getString("next"));
    assertThat(rest.getList("items.id.value")).isNotEmpty().doesNotContain(first.getString("next"));
    assertThat(read("agents").getList("items.hostname")).hasSize(2);
    assertThat(read("agents").getDouble("items[0].offered.cpus")).isPositive();
  }

  @Test
  void whoHasTheListAlreadyIsNotSentItAgain() {
    // Given
    String tag = viewer().get("/api/v1/tasks").header("ETag");

    // When
    Response again = viewer().header("If-None-Match", tag).get("/api/v1/tasks");

    // Then
    assertThat(again.statusCode()).isEqualTo(304);
    assertThat(again.asString()).isEmpty();
  }

  @Test
  void aCommandIsCarriedOutAndItsTaskIsSeenUntilItEnds() {
    // When
    operator()
        .body(LAUNCH.formatted("c-web", "web.1"))
        .post("/api/v1/commands?wait=15s")
        .then()
        .statusCode(200)
        .header("Location", containsString("/api/v1/commands/c-web"))
        .body("state", equalTo("DONE"))
        .body(OUTCOME, equalTo("ACCEPTED"));

    // Then
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () ->
                assertThat(read("tasks?group=web&state=TASK_RUNNING").getList("items.task_id"))
                    .contains("web.1"));
    JsonPath running = read("tasks/web.1");
    assertThat(running.getString("task.state")).isEqualTo("TASK_RUNNING");
    assertThat(running.getList("updates.status.state")).contains("TASK_RUNNING");

    // When
    String killed =
        operator()
            .body("{\"type\": \"KILL\", \"kill\": {\"task_id\": \"web.1\"}}")
            .post(COMMANDS)
            .then()
            .statusCode(202)
            .extract()
            .path("command_id");

    // Then
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () ->
                assertThat(viewer().get("/api/v1/commands/" + killed).jsonPath().getString(OUTCOME))
                    .isEqualTo("ACCEPTED"));
    await()
        .atMost(PATIENCE)
        .untilAsserted(() -> assertThat(read("tasks/web.1").getString("task.state")).isNull());
    assertThat(read("tasks/web.1").getList("updates.status.state")).contains("TASK_KILLED");
  }

  @Test
  void aLaunchThatWaitsIsListedWithWhatItLacks() {
    // When
    operator()
        .body(LAUNCH.formatted("c-huge", "huge").replace("cpus:0.1", "cpus:1000"))
        .post(COMMANDS)
        .then()
        .statusCode(202);

    // Then
    await()
        .atMost(PATIENCE)
        .untilAsserted(() -> assertThat(read("launches?task=huge").getInt("total")).isEqualTo(1));
    assertThat(read("launches").getString("items[0].command_id")).isEqualTo("c-huge");
    assertThat(read("launches").getList("items[0].lacks.reason")).isNotEmpty();
    assertThat(read("commands/c-huge").getString("state")).isEqualTo("PLACING");
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () ->
                assertThat(read("status").getString("why"))
                    .startsWith("launch c-huge waits for an offer with cpus:1000"));
    assertThat(read("status").getString("state")).isEqualTo("SUBSCRIBED");
    operator()
        .body("{\"type\": \"CANCEL\", \"cancel\": {\"command_id\": \"c-huge\"}}")
        .post("/api/v1/commands?wait=15s")
        .then()
        .body(OUTCOME, equalTo("ACCEPTED"));
  }

  @Test
  void whatCannotBeReadIsRefusedBeforeItIsPublished() {
    operator()
        .body("{\"type\": \"KILL\", \"kill\": {\"task\": \"web\"}}")
        .post(COMMANDS)
        .then()
        .statusCode(400)
        .contentType(Problem.MEDIA_TYPE)
        .body("code", equalTo("INVALID"))
        .body("field", containsString("/kill"))
        .body("detail", containsString("task_id"));
    operator()
        .body("no JSON")
        .post(COMMANDS)
        .then()
        .statusCode(400)
        .body("code", equalTo("MALFORMED"));
    operator()
        .body("{}")
        .post("/api/v1/commands?wait=2h")
        .then()
        .statusCode(400)
        .body("detail", containsString("2h"));
  }

  @Test
  void everyRefusalIsAProblem() {
    problem(given().contentType(ContentType.JSON).body("{}").post(COMMANDS), 401);
    problem(given().auth().preemptive().basic("otto", "wrong").get("/api/v1/status"), 401);
    problem(viewer().contentType(ContentType.JSON).body("{}").post(COMMANDS), 403);
    problem(operator().header("Origin", "http://elsewhere").post(COMMANDS), 403);
    problem(viewer().get("/api/v1/nothing"), 404);
    problem(viewer().get("/api/v1/commands/nobodys"), 404);
    problem(viewer().get("/api/v1/tasks/nobodys"), 404);
    problem(viewer().get("/api/v1/tasks?limit=0"), 400);
    problem(viewer().get("/api/v1/tasks?limit=many"), 404);
    problem(viewer().header("If-Match", "\"another\"").get("/api/v1/tasks"), 412);
    problem(viewer().delete("/api/v1/tasks"), 405);
    problem(operator().contentType(ContentType.TEXT).body("x").post(COMMANDS), 415);
  }

  @Test
  void largeBodiesThatAreStillToComeKeepOthersOutUntilTheirSendersAreGone() throws IOException {
    // Given
    String large = " ".repeat(8 << 20);
    List<Socket> slow = new ArrayList<>();
    try {
      announceBodies("vera:veravera", slow);
      problem(operator().body(large).post(COMMANDS), 400);

      // When
      announceBodies("otto:ottootto", slow);

      // Then
      await()
          .atMost(PATIENCE)
          .untilAsserted(
              () -> {
                Response full = operator().body(large).post(COMMANDS);
                problem(full, 503);
                assertThat(full.header("Retry-After")).isEqualTo("1");
              });
      problem(viewer().contentType(ContentType.JSON).body(large).post(COMMANDS), 403);
      operator().body("{\"type\": \"REVIVE\"}").post(COMMANDS).then().statusCode(202);
    } finally {
      for (Socket socket : slow) {
        socket.close();
      }
    }
    await()
        .atMost(PATIENCE)
        .untilAsserted(() -> problem(operator().body(large).post(COMMANDS), 400));
  }

  /** More than there is room for, of which no byte comes. */
  private static void announceBodies(String user, List<Socket> slow) throws IOException {
    String head =
        "POST /api/v1/commands HTTP/1.1\r\nHost: localhost\r\nAuthorization: Basic "
            + Base64.getEncoder().encodeToString(user.getBytes(US_ASCII))
            + "\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n";
    for (int i = 0; i < 20; i++) {
      Socket socket = new Socket("localhost", RestAssured.port);
      slow.add(socket);
      socket.getOutputStream().write(head.getBytes(US_ASCII));
    }
  }

  @Test
  void itsOpenApiNamesAllThatThereIs() {
    // When
    String description = given().get("/api/v1/openapi").then().statusCode(200).extract().asString();

    // Then
    assertThat(description)
        .contains("/api/v1/status", "/api/v1/offers", "/api/v1/agents", "/api/v1/tasks/{id}")
        .contains("/api/v1/launches", "/api/v1/commands/{id}", "/api/v1/events");
  }

  @Test
  void itsOpenApiTakesACommandForAnObject() {
    // When
    JsonPath description =
        given().accept(ContentType.JSON).get("/api/v1/openapi").then().extract().jsonPath();

    // Then
    String body = "paths.'/api/v1/commands'.post.requestBody";
    assertThat(description.getBoolean(body + ".required")).isTrue();
    assertThat(description.getMap(body + ".content.'application/json'.schema"))
        .isEqualTo(Map.of("type", "object"));
  }

  private static void problem(Response response, int status) {
    response
        .then()
        .statusCode(status)
        .contentType(Problem.MEDIA_TYPE)
        .body("status", equalTo(status))
        .body("title", notNullValue())
        .body("detail", notNullValue());
  }

  private static JsonPath read(String what) {
    return viewer().get("/api/v1/" + what).then().statusCode(200).extract().jsonPath();
  }

  private static RequestSpecification viewer() {
    return given().auth().preemptive().basic("vera", "veravera");
  }

  private static RequestSpecification operator() {
    return given().auth().preemptive().basic("otto", "ottootto").contentType(ContentType.JSON);
  }
}
