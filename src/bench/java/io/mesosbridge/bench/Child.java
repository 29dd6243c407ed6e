package io.mesosbridge.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A Java process of its own, so that its processor time can be told from others': does what it is
 * told line by line, and answers each line with one. Its log is in {@code target/bench}.
 */
final class Child implements Closeable {

  private final String name;
  private final Process process;
  private final BufferedReader answers;
  private final PrintStream orders;

  private Child(String name, Process process) {
    this.name = name;
    this.process = process;
    answers = new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8));
    orders = new PrintStream(process.getOutputStream(), true, UTF_8);
  }

  /** Starts a class of the benchmarks. */
  static Child of(Class<?> main, String heap, String... arguments) {
    List<String> words = new ArrayList<>(List.of("-Xmx" + heap, ProcessTime.STEADY_COMPILERS));
    words.add("-Djava.util.logging.manager=org.jboss.logmanager.LogManager");
    words.addAll(List.of("-classpath", System.getProperty("java.class.path"), main.getName()));
    words.addAll(List.of(arguments));
    return java(main.getSimpleName(), words);
  }

  /** Starts what those words say to Java. */
  static Child java(String name, List<String> words) {
    try {
      Path log = Files.createDirectories(Report.FOLDER).resolve(name + ".log");
      List<String> command = new ArrayList<>();
      command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
      command.addAll(words);
      return new Child(
          name,
          new ProcessBuilder(command)
              .redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()))
              .start());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Has it do something, and waits until it is done.
   *
   * @throws IllegalStateException when it ended instead
   */
  synchronized String ask(String order) {
    orders.println(order);
    try {
      String answer = answers.readLine();
      if (answer == null || answer.startsWith("!")) {
        throw new IllegalStateException(
            "'%s' of %s: %s; see its log in %s".formatted(order, name, answer, Report.FOLDER));
      }
      return answer;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The time that processors have spent on it. */
  ProcessTime time() {
    return ProcessTime.of(process.toHandle());
  }

  boolean isAlive() {
    return process.isAlive();
  }

  @Override
  public void close() {
    orders.close();
    try {
      if (!process.waitFor(5, TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** What a child does for an order. */
  interface Worker {
    String answer(String[] order) throws Exception;
  }

  /** The child's side: answers until its parent is gone. What others print goes to its log. */
  static void serve(Worker worker) throws IOException {
    PrintStream parent = System.out;
    System.setOut(System.err);
    BufferedReader orders = new BufferedReader(new InputStreamReader(System.in, UTF_8));
    for (String line = orders.readLine(); line != null; line = orders.readLine()) {
      parent.println(answer(worker, line));
    }
  }

  private static String answer(Worker worker, String line) {
    try {
      return worker.answer(line.split(" "));
    } catch (Exception e) {
      e.printStackTrace();
      return "! " + e;
    }
  }
}
