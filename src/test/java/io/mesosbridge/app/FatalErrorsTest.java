package io.mesosbridge.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.mesosbridge.kafka.DyingClients;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.logging.Handler;
import java.util.logging.Level;
import org.apache.kafka.common.utils.KafkaThread;
import org.jboss.logging.Logger;
import org.jboss.logmanager.LogContext;
import org.jboss.logmanager.formatters.PatternFormatter;
import org.jboss.logmanager.handlers.ConsoleHandler;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/** Each case in a process of its own, since it ends. */
class FatalErrorsTest {

  private static final int SURVIVED = 42;

  /** Where an error comes up, and of which kind. */
  enum Case {
    THREAD_OF_OURS {
      @Override
      void happen() throws Exception {
        join(new Thread(() -> fail(new OutOfMemoryError("heap"))));
      }
    },
    EVENT_LOOP {
      @Override
      void happen() {
        Vertx.vertx().runOnContext(start -> fail(new OutOfMemoryError("heap")));
      }
    },
    KAFKAS_SENDER {
      @Override
      void happen() throws Exception {
        join(KafkaThread.daemon("sender", () -> fail(new OutOfMemoryError("heap"))));
      }
    },
    KAFKAS_HEARTBEAT {
      @Override
      void happen() {
        Logger.getLogger("org.apache.kafka.clients.consumer.internals.ConsumerCoordinator")
            .error("Heartbeat thread failed due to unexpected error", new InternalError("broken"));
      }
    },
    WHAT_A_CLIENT_MADE_OF_IT {
      @Override
      void happen() {
        DyingClients.explain(new ExecutionException(new OutOfMemoryError("native thread")));
      }
    },
    POLL_OF_COMMANDS {
      @Override
      void happen() {
        DyingClients.poll(System.getProperty("bootstrap.servers"));
      }
    },
    DIRECT_MEMORY {
      @Override
      void happen() throws Exception {
        join(new Thread(() -> ByteBuffer.allocateDirect(64 << 20)));
      }
    },
    STACK {
      @Override
      void happen() throws Exception {
        join(new Thread(() -> fail(new StackOverflowError())));
      }
    },
    LINKAGE {
      @Override
      void happen() throws Exception {
        join(new Thread(() -> fail(new UnsatisfiedLinkError("no codec"))));
      }
    },
    ASSERTION {
      @Override
      void happen() throws Exception {
        join(new Thread(() -> fail(new AssertionError("wrong"))));
      }
    };

    abstract void happen() throws Exception;

    private static void fail(Error error) {
      throw error;
    }

    private static void join(Thread thread) throws InterruptedException {
      thread.start();
      thread.join();
    }
  }

  /** What such a process does. */
  static final class Victim {

    private Victim() {}

    /** Has the case happen that is named. */
    public static void main(String[] args) throws Exception {
      Handler console = new ConsoleHandler(new PatternFormatter("%p %s%e%n"));
      console.setLevel(Level.WARNING);
      LogContext.getLogContext().getLogger("").setHandlers(new Handler[] {console});
      // what takes long on a busy machine is no further line
      LogContext.getLogContext()
          .getLogger("io.vertx.core.impl.BlockedThreadChecker")
          .setLevel(Level.OFF);
      FatalErrors.watch();
      Case named = Case.valueOf(args[0]);
      named.happen();
      if (named == Case.EVENT_LOOP) {
        Thread.currentThread().join(60_000); // until the process ends, or it fails to
      }
      System.exit(SURVIVED);
    }
  }

  private record Ended(int status, List<String> lines) {}

  private static Ended process(Case which) throws IOException, InterruptedException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx48m",
                "-XX:MaxDirectMemorySize=16m",
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Djava.util.logging.manager=org.jboss.logmanager.LogManager",
                "-Dbootstrap.servers=" + SharedBroker.bootstrapServers(),
                "-cp",
                System.getProperty("java.class.path"),
                Victim.class.getName(),
                which.name()));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    return new Ended(process.exitValue(), Arrays.stream(output.split("\n")).toList());
  }

  @ParameterizedTest
  @EnumSource(
      names = {"STACK", "LINKAGE", "ASSERTION"},
      mode = Mode.EXCLUDE)
  void anErrorOfTheVirtualMachineEndsTheProcessWithStatusThreeAndOneLine(Case which)
      throws Exception {
    // When
    Ended ended = process(which);

    // Then
    assertThat(ended.status()).as("%s", ended.lines()).isEqualTo(3);
    assertThat(ended.lines())
        .filteredOn(line -> !line.contains("Picked up JAVA_TOOL_OPTIONS"))
        .singleElement()
        .asString()
        .contains("FATAL", "The process ends with status 3: java.lang.", "in thread");
  }

  @ParameterizedTest
  @EnumSource(names = {"STACK", "LINKAGE", "ASSERTION"})
  void otherErrorsCountAsExceptions(Case which) throws Exception {
    // When
    Ended ended = process(which);

    // Then
    assertThat(ended.status()).as("%s", ended.lines()).isEqualTo(SURVIVED);
  }
}
