package io.mesosbridge.sandbox.process;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** A running bridge, and what can befall it. Closing kills it. */
public final class BridgeProcess implements AutoCloseable {

  private static final int TAIL = 60;
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  private final Process process;
  private final URI http;
  private final URI management;
  private final Path log;

  BridgeProcess(Process process, URI http, URI management, Path log) {
    this.process = process;
    this.http = http;
    this.management = management;
    this.log = log;
  }

  /** Where it serves its API. */
  public URI http() {
    return http;
  }

  /** Where it serves health and metrics: all that begins with {@code /q/}. */
  public URI management() {
    return management;
  }

  /** The file that holds its output. */
  public Path log() {
    return log;
  }

  /** Its process id. */
  public long pid() {
    return process.pid();
  }

  /** The time that all processors together have spent on it. */
  public Duration cpu() {
    return process.info().totalCpuDuration().orElseThrow();
  }

  /** Whether the process exists; also true while it is paused. */
  public boolean isAlive() {
    return process.isAlive();
  }

  /** Waits until readiness is up; fails at once when the process ends instead. */
  public BridgeProcess awaitReady(Duration atMost) {
    return awaitUp("/q/health/ready", atMost);
  }

  /** Waits until liveness is up, which a bridge without masters is too. */
  public BridgeProcess awaitLive(Duration atMost) {
    return awaitUp("/q/health/live", atMost);
  }

  /** Waits until it has its subscription. */
  public BridgeProcess awaitSubscribed(Duration atMost) {
    await("SUBSCRIBED from " + http.resolve("/api/v1/status") + ", log in " + log)
        .atMost(atMost)
        .pollInterval(100, MILLISECONDS)
        .ignoreException(UncheckedIOException.class)
        .failFast(this::checkRunning)
        .until(() -> get("/api/v1/status").body().contains("\"state\":\"SUBSCRIBED\""));
    return this;
  }

  /** The last lines of its output. */
  public String logTail() {
    try {
      List<String> lines = Files.readAllLines(log);
      return String.join("\n", lines.subList(Math.max(0, lines.size() - TAIL), lines.size()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * GETs a path such as {@code /api/v1/status}; one that begins with {@code /q/} where that is
   * served.
   *
   * @throws UncheckedIOException when nothing answers for as long as a busy machine may take
   */
  public HttpResponse<String> get(String path) {
    return get(path, PATIENCE);
  }

  /**
   * The same for what may be paused.
   *
   * @throws UncheckedIOException when nothing answers within that time
   */
  public HttpResponse<String> get(String path, Duration within) {
    return get(path.startsWith("/q/") ? management : http, path, within);
  }

  private static HttpResponse<String> get(URI server, String path, Duration within) {
    HttpRequest request = HttpRequest.newBuilder(server.resolve(path)).timeout(within).build();
    try {
      return HTTP.send(request, HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  /** SIGKILL: no goodbye to anybody. Returns when the process is gone. */
  public void kill9() {
    process.destroyForcibly();
    awaitExit(PATIENCE);
  }

  /** SIGSTOP: it holds its connections and does nothing. */
  public void pause() {
    signal("STOP");
  }

  /** SIGCONT: it goes on and does not know that time has passed. */
  public void resume() {
    signal("CONT");
  }

  /**
   * SIGTERM: an orderly end.
   *
   * @return the exit code
   * @throws IllegalStateException when it still runs after that time
   */
  public int terminate(Duration within) {
    process.destroy();
    return awaitExit(within);
  }

  /**
   * Waits for the end of the process.
   *
   * @return the exit code
   * @throws IllegalStateException when it still runs after that time
   */
  public int awaitExit(Duration within) {
    try {
      if (process.waitFor(within.toMillis(), MILLISECONDS)) {
        return process.exitValue();
      }
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
    throw new IllegalStateException("still running after " + within + ":\n" + logTail());
  }

  @Override
  public void close() {
    kill9();
  }

  private BridgeProcess awaitUp(String path, Duration atMost) {
    await("HTTP 200 from " + management.resolve(path) + ", log in " + log)
        .atMost(atMost)
        .pollInterval(100, MILLISECONDS)
        .ignoreException(UncheckedIOException.class)
        .failFast(this::checkRunning)
        .until(() -> isUp(path));
    return this;
  }

  /** Builds that another one is compared with may be so old that they have one port for all. */
  private boolean isUp(String path) {
    try {
      return get(path).statusCode() == 200;
    } catch (UncheckedIOException notThere) {
      return get(http, path, PATIENCE).statusCode() == 200;
    }
  }

  private void checkRunning() {
    if (!isAlive()) {
      throw new IllegalStateException("exited with " + process.exitValue() + ":\n" + logTail());
    }
  }

  private void signal(String name) {
    try {
      Process kill = new ProcessBuilder("kill", "-" + name, String.valueOf(pid())).start();
      if (!kill.waitFor(PATIENCE.toMillis(), MILLISECONDS) || kill.exitValue() != 0) {
        throw new IllegalStateException("cannot send SIG" + name + " to process " + pid());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  private static IllegalStateException interrupted(InterruptedException e) {
    Thread.currentThread().interrupt();
    return new IllegalStateException("interrupted", e);
  }
}
