package io.mesosbridge.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.abort;

import com.deque.html.axecore.selenium.AxeBuilder;
import io.mesosbridge.testkit.QuickWorld;
import io.mesosbridge.testkit.TestedBridge;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.logging.Level;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.openqa.selenium.By;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.StaleElementReferenceException;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;

/** The page, in Debian's Chromium. */
class PageIT {

  private static final Path BROWSER = Path.of("/usr/bin/chromium");
  private static final Path DRIVER = Path.of("/usr/bin/chromedriver");
  private static final String MISSING =
      "There is no browser to show the page with; install Debian's chromium and chromium-driver";

  private static QuickWorld world;
  private static TestedBridge bridge;

  private ChromeDriver page;

  @BeforeAll
  static void start() {
    if (!Files.isExecutable(BROWSER) || !Files.isExecutable(DRIVER)) {
      if (Boolean.parseBoolean(System.getenv("CI"))) {
        fail(MISSING);
      }
      abort(MISSING);
    }
    world = QuickWorld.quick();
    bridge =
        world
            .bridge("page", launcher -> launcher.with("bridge.api.anonymous", "operator"))
            .awaitReady();
    bridge.awaitState("SUBSCRIBED");
    bridge.awaitOffer();
  }

  @AfterAll
  static void stop() {
    if (bridge != null) {
      bridge.close();
      world.close();
    }
  }

  @BeforeEach
  void open() {
    LoggingPreferences logs = new LoggingPreferences();
    logs.enable(LogType.BROWSER, Level.ALL);
    ChromeOptions options = new ChromeOptions();
    options.setBinary(BROWSER.toFile());
    options.addArguments("--headless=new", "--no-sandbox", "--disable-dev-shm-usage");
    options.addArguments("--window-size=1280,1600");
    options.setCapability(ChromeOptions.LOGGING_PREFS, logs);
    ChromeDriverService service =
        new ChromeDriverService.Builder().usingDriverExecutable(DRIVER.toFile()).build();
    page = new ChromeDriver(service, options);
  }

  @AfterEach
  void close() {
    if (page != null) {
      page.quit();
    }
  }

  @Test
  void aTaskIsLaunchedSeenRunningAndKilled() {
    // Given
    page.get(bridge.process().http() + "/");
    awaitText("#status .state", "SUBSCRIBED");
    awaitText("#agents", "offered");

    // When
    fill("#launch input[name=task]", "page-1");
    find("#launch button").click();
    assertThat(find("#send pre").getText()).contains("\"task_id\": \"page-1\"", "LAUNCH");
    find("#send-it").click();

    // Then
    awaitText("#said", "ACCEPTED");
    awaitText("tr[data-task='page-1']", "TASK_RUNNING");
    awaitText("#commands", "LAUNCH");

    // When
    find("tr[data-task='page-1'] button").click();
    awaitText("#tasks .history", "TASK_RUNNING");
    fill("#kill input", "page-1");
    find("#kill button").click();
    find("#send-it").click();

    // Then
    await().until(() -> page.findElements(By.cssSelector("tr[data-task='page-1']")).isEmpty());
    assertThat(complaints()).isEmpty();
  }

  @Test
  void aStandByShowsWhatTheLeaderWritesAndPublishesWhatItIsTold() {
    try (TestedBridge standby =
        world.bridge("page", launcher -> launcher.with("bridge.api.anonymous", "operator"))) {
      // Given
      standby.awaitReady();
      bridge.run("page-2", "sleep 100000", "TASK_RUNNING");

      // When
      page.get(standby.process().http() + "/");

      // Then
      awaitText("#status .state", "STANDBY");
      awaitText("#status", "stands by");
      assertThat(find("#status").getText()).doesNotContain("Offers, tasks");
      awaitText("#status", bridge.status().path("instance").asText());
      awaitText("tr[data-task='page-2']", "TASK_RUNNING");
      awaitText("#agents", "offered");

      // When
      fill("#kill input", "page-2");
      find("#kill button").click();
      find("#send-it").click();

      // Then
      awaitText("#said", "ACCEPTED");
      await().until(() -> page.findElements(By.cssSelector("tr[data-task='page-2']")).isEmpty());
      assertThat(complaints()).isEmpty();
    }
  }

  @Test
  void whileKafkaIsAwayThePageSaysSoAndShowsWhatItKnows() {
    // Given
    bridge.run("page-3", "sleep 100000", "TASK_RUNNING");
    page.get(bridge.process().http() + "/");
    awaitText("tr[data-task='page-3']", "TASK_RUNNING");

    // When
    world.kafka().stop();

    // Then
    awaitText("#status .why", "Kafka");
    awaitText("tr[data-task='page-3']", "TASK_RUNNING");
    fill("#kill input", "page-3");
    find("#kill button").click();
    String command = find("#send pre").getText();
    find("#send-it").click();
    awaitText("#said", "send it again with the id");
    awaitText("#send pre", command);

    // When
    world.kafka().start();

    // Then
    await().until(() -> page.findElements(By.cssSelector("#status .why")).isEmpty());
    awaitText("#status .state", "SUBSCRIBED");
    find("#send-it").click();
    awaitText("#said", "ACCEPTED");
    await().until(() -> page.findElements(By.cssSelector("tr[data-task='page-3']")).isEmpty());
  }

  @ParameterizedTest
  @ValueSource(strings = {"light", "dark"})
  void whoSeesBadlyCanUseIt(String scheme) throws IOException {
    // Given
    page.executeCdpCommand(
        "Emulation.setEmulatedMedia",
        Map.of("features", new Object[] {Map.of("name", "prefers-color-scheme", "value", scheme)}));
    bridge.run(scheme, "sleep 1000", "TASK_RUNNING");
    bridge.send(
        """
        {"type":"LAUNCH","deadline":"PT1H","launch":{"task_infos":[
          {"task_id":"big-%s","resources":"cpus:4000"}]}}\
        """
            .formatted(scheme));
    page.get(bridge.process().http() + "/");
    awaitText("#status .state", "SUBSCRIBED");
    awaitText("#agents", "offered");
    awaitText("#tasks", scheme);
    awaitText("#launches", "cpus");
    bridge.carryOut("{\"type\":\"REVIVE\"}");
    awaitText("#commands", "REVIVE");

    // When
    var results = new AxeBuilder().analyze(page);
    File shot = page.getScreenshotAs(OutputType.FILE);
    Path kept = Path.of("target", "page-" + scheme + ".png");
    Files.write(kept, Files.readAllBytes(shot.toPath()));

    // Then
    assertThat(results.getViolations()).isEmpty();
    assertThat(complaints()).isEmpty();
  }

  @Test
  void whoGoesOnWritingWhileAResultIsWaitedForStaysThere() {
    // Given
    page.get(bridge.process().http() + "/");
    awaitText("#status .state", "SUBSCRIBED");
    fill("#launch input[name=task]", "page-4");
    find("#launch button").click();

    // When
    find("#send-it").click();
    find("#kill input").click();

    // Then
    awaitText("#said", "ACCEPTED");
    assertThat(page.switchTo().activeElement().getDomAttribute("name")).isEqualTo("kill");
  }

  @Test
  void theButtonOfATaskStaysThatOfTheTaskWhenAnotherComesBeforeIt() {
    // Given
    bridge.run("page-6", "sleep 100000", "TASK_RUNNING");
    page.get(bridge.process().http() + "/");
    awaitText("tr[data-task='page-6']", "TASK_RUNNING");
    page.executeScript("arguments[0].focus()", find("tr[data-task='page-6'] button"));

    // When
    bridge.run("page-5", "sleep 100000", "TASK_RUNNING");

    // Then
    awaitText("tr[data-task='page-5']", "TASK_RUNNING");
    assertThat(page.switchTo().activeElement().getDomAttribute("aria-label"))
        .isEqualTo("History of page-6");
  }

  private Iterable<String> complaints() {
    return page.manage().logs().get(LogType.BROWSER).getAll().stream()
        .filter(entry -> entry.getLevel().intValue() >= Level.WARNING.intValue())
        .map(LogEntry::getMessage)
        .toList();
  }

  private void fill(String selector, String text) {
    WebElement input = find(selector);
    input.clear();
    input.sendKeys(text);
  }

  private WebElement find(String selector) {
    return page.findElement(By.cssSelector(selector));
  }

  private void awaitText(String selector, String text) {
    await(text + " in " + selector)
        .ignoreException(StaleElementReferenceException.class)
        .until(
            () ->
                page.findElements(By.cssSelector(selector)).stream()
                    .anyMatch(element -> element.getText().contains(text)));
  }
}
