package io.mesosbridge.sandbox;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * Kafka's own console tools, made runnable from the class path of the sandbox, so that nothing has
 * to be installed to look into a topic.
 *
 * @param consumer the file to run instead of {@code kafka-console-consumer.sh}
 * @param producer the file to run instead of {@code kafka-console-producer.sh}
 */
public record ConsoleTools(Path consumer, Path producer) {

  /** Writes them into this directory. */
  public static ConsoleTools in(Path directory) throws IOException {
    return new ConsoleTools(
        script(
            directory.resolve("kafka-console-consumer.sh"),
            "org.apache.kafka.tools.consumer.ConsoleConsumer"),
        script(
            directory.resolve("kafka-console-producer.sh"),
            "org.apache.kafka.tools.ConsoleProducer"));
  }

  private static Path script(Path file, String mainClass) throws IOException {
    String text =
        """
        #!/bin/sh
        exec "%s/bin/java" -Xmx128m -Dlogging.configuration=file:"%s" \\
          -Djava.util.logging.manager=org.jboss.logmanager.LogManager \\
          -cp "%s" %s "$@"
        """
            .formatted(
                System.getProperty("java.home"),
                quiet(file.resolveSibling("logging.properties")).toAbsolutePath(),
                System.getProperty("java.class.path"),
                mainClass);
    Files.writeString(file, text);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    return file;
  }

  private static Path quiet(Path file) throws IOException {
    return Files.writeString(file, "logger.level=ERROR\n");
  }
}
