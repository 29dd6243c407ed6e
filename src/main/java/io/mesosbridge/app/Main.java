package io.mesosbridge.app;

import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.annotations.QuarkusMain;
import java.nio.file.Files;
import java.nio.file.Path;

/** Where the process begins. */
@QuarkusMain
public final class Main {

  Main() {}

  /**
   * Vert.x, which copies the page's files to the temporary folder, would fail with a stack trace
   * where that cannot be written to; without it the check of the configuration says so in a line.
   */
  public static void main(String... arguments) {
    if (!Files.isWritable(Path.of(System.getProperty("java.io.tmpdir")))) {
      System.setProperty("quarkus.vertx.classpath-resolving", "false");
    }
    Quarkus.run(arguments);
  }
}
