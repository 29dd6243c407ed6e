package io.mesosbridge.simulation;

import io.mesosbridge.sandbox.mesos.SimExchange;
import io.mesosbridge.testkit.JsonTree;
import java.util.Map;
import java.util.function.Consumer;

/**
 * {@code GET /version} of a simulated master.
 *
 * @param answer hears the version once; null when the master did not say it
 */
record CoreQuestion(Consumer<String> answer) implements SimExchange {

  private static final String NO_STREAM = "a question is answered by no stream";

  @Override
  public void answered(int status, Map<String, String> headers, String text) {
    answer.accept(status == 200 ? JsonTree.read(text).path("version").textValue() : null);
  }

  @Override
  public void broken(String why) {
    answer.accept(null);
  }

  @Override
  public void opened(int status, Map<String, String> headers) {
    throw new IllegalStateException(NO_STREAM);
  }

  @Override
  public void event(byte[] json) {
    throw new IllegalStateException(NO_STREAM);
  }

  @Override
  public void ended() {
    throw new IllegalStateException(NO_STREAM);
  }
}
