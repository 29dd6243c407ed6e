package io.mesosbridge.sandbox.mesos;

import java.util.Map;

/**
 * What becomes of a request that was sent by a {@link SimConnection}: either an answer, or a stream
 * that is opened and brings events until it ends; a break of the connection ends both. All of it
 * comes on the loop.
 */
public interface SimExchange {

  /** The whole answer; nothing comes after it. */
  void answered(int status, Map<String, String> headers, String text);

  /**
   * The head of an answer without end.
   *
   * @param headers the stream's id among them
   */
  void opened(int status, Map<String, String> headers);

  /** An event of that stream: its JSON, without the length that precedes it in RecordIO. */
  void event(byte[] json);

  /** The stream ended properly; nothing comes after it. */
  void ended();

  /** The connection broke before the answer or the stream was at its end; nothing comes after. */
  void broken(String why);
}
