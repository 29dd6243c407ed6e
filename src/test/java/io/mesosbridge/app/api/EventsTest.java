package io.mesosbridge.app.api;

import static io.mesosbridge.testkit.Patience.PATIENCE;
import static io.restassured.RestAssured.given;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.mesosbridge.app.Surroundings;
import io.mesosbridge.testkit.JsonTree;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Base64;
import java.util.List;
import java.util.Scanner;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Server-sent events, as a browser reads them. */
@QuarkusTest
@WithTestResource(Surroundings.class)
@WithTestResource(Users.class)
class EventsTest {

  private static final String LAUNCH =
      """
      {"type": "LAUNCH", "launch": {"task_infos": [{"task_id": "%s",
       "command": {"value": "sleep 100"}, "resources": "cpus:0.1;mem:32"}]}}""";

  private static final String GONE = "AAAAAAAA";

  @TestHTTPResource("/api/v1/events")
  URI events;

  /** What came so far; closed, the connection is gone. */
  private record Reader(int status, InputStream body, List<String> ids, List<JsonNode> data)
      implements AutoCloseable {

    static Reader open(URI uri, String lastEventId) {
      HttpRequest.Builder request = HttpRequest.newBuilder(uri);
      String user = Base64.getEncoder().encodeToString("vera:veravera".getBytes(UTF_8));
      request.header("Authorization", "Basic " + user);
      if (lastEventId != null) {
        request.header("Last-Event-ID", lastEventId);
      }
      try {
        HttpResponse<InputStream> response =
            HttpClient.newHttpClient()
                .send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
        Reader reader =
            new Reader(
                response.statusCode(),
                response.body(),
                new CopyOnWriteArrayList<>(),
                new CopyOnWriteArrayList<>());
        Thread thread = new Thread(reader::read, "events-reader");
        thread.setDaemon(true);
        thread.start();
        return reader;
      } catch (IOException failure) {
        throw new UncheckedIOException(failure);
      } catch (InterruptedException interrupted) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException(interrupted);
      }
    }

    private void read() {
      try (Scanner lines = new Scanner(body, UTF_8)) {
        while (lines.hasNextLine()) {
          String line = lines.nextLine();
          if (line.startsWith("id:")) {
            ids.add(line.substring(3).strip());
          } else if (line.startsWith("data:")) {
            data.add(JsonTree.read(line.substring(5)));
          }
        }
      }
    }

    void awaitBegun() {
      await().atMost(PATIENCE).until(() -> !ids.isEmpty());
    }

    /** The states that updates of the task have told, in their order. */
    List<String> statesOf(String task) {
      return data.stream()
          .filter(event -> event.at("/data/task_id/value").asText().equals(task))
          .map(event -> event.at("/data/state").asText())
          .toList();
    }

    @Override
    public void close() {
      try {
        body.close();
      } catch (IOException failure) {
        throw new UncheckedIOException(failure);
      }
    }
  }

  @BeforeEach
  void awaitSubscription() {
    await()
        .atMost(PATIENCE)
        .until(() -> as("vera").get("/api/v1/offers").jsonPath().getInt("total") >= 2);
  }

  @Test
  void whoComesBackMissesNothing() {
    // Given
    String last;
    try (Reader first = Reader.open(events, null)) {
      first.awaitBegun();
      launch("sse.1");
      await().atMost(PATIENCE).until(() -> first.statesOf("sse.1").contains("TASK_RUNNING"));
      last = first.ids().get(first.ids().size() - 1);
    }

    // When
    launch("sse.2");
    await().atMost(PATIENCE).until(() -> isRunning("sse.2"));

    // Then
    try (Reader again = Reader.open(events, last)) {
      await().atMost(PATIENCE).until(() -> again.statesOf("sse.2").contains("TASK_RUNNING"));
      launch("sse.3");
      await().atMost(PATIENCE).until(() -> again.statesOf("sse.3").contains("TASK_RUNNING"));
      assertThat(again.statesOf("sse.1")).isEmpty();
      assertThat(again.ids()).doesNotHaveDuplicates();
    }
  }

  @Test
  void eventsAreFiltered() {
    // Given
    URI ofTask = URI.create(events + "?task=sse.5&type=UPDATE");

    // When
    try (Reader reader = Reader.open(ofTask, null)) {
      reader.awaitBegun();
      launch("sse.4");
      launch("sse.5");
      await().atMost(PATIENCE).until(() -> reader.statesOf("sse.5").contains("TASK_RUNNING"));

      // Then
      assertThat(reader.data().subList(1, reader.data().size()))
          .allSatisfy(
              event -> {
                assertThat(event.path("type").asText()).endsWith(".UPDATE");
                assertThat(event.path("subject").asText()).isEqualTo("sse.5");
                assertThat(event.path("topic").asText()).isEqualTo("mesos.task-updates");
              });
    }
  }

  @Test
  void whatIsGoneIsGone() {
    // When
    int status = as("vera").header("Last-Event-ID", GONE).get("/api/v1/events").statusCode();

    // Then
    assertThat(status).isEqualTo(410);
  }

  private static boolean isRunning(String task) {
    return as("vera")
        .get("/api/v1/tasks?state=TASK_RUNNING&limit=1000")
        .jsonPath()
        .getList("items.task_id")
        .contains(task);
  }

  private static void launch(String task) {
    as("otto")
        .body(LAUNCH.formatted(task))
        .post("/api/v1/commands?wait=15s")
        .then()
        .statusCode(200);
  }

  private static io.restassured.specification.RequestSpecification as(String user) {
    return given().auth().preemptive().basic(user, user + user).contentType(ContentType.JSON);
  }
}
