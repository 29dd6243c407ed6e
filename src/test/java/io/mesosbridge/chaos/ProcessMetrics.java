package io.mesosbridge.chaos;

import io.mesosbridge.sandbox.process.BridgeProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** What a bridge's {@code /q/metrics} says. */
record ProcessMetrics(BridgeProcess bridge) {

  /** The sum of all samples of a metric whose line contains the text, such as a label. */
  double sum(String metric, String containing) {
    return bridge
        .get("/q/metrics")
        .body()
        .lines()
        .filter(line -> line.startsWith(metric) && line.contains(containing))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
        .sum();
  }

  /**
   * Bytes of heap that are in use after a full collection; 0 for a native executable, which takes
   * no orders to collect: that it lives within its {@code -Xmx} has to do.
   */
  double liveHeap() {
    return collect() ? sum("jvm_memory_used_bytes", "area=\"heap\"") : 0;
  }

  private boolean collect() {
    Path jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd");
    try {
      Process process =
          new ProcessBuilder(jcmd.toString(), String.valueOf(bridge.pid()), "GC.run")
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      if (!process.waitFor(90, TimeUnit.SECONDS)) {
        throw new IllegalStateException("jcmd does not end");
      }
      return process.exitValue() == 0;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
