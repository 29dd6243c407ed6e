package io.mesosbridge.mesos;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.mesosbridge.core.mesos.Event.Slice;
import io.mesosbridge.mesos.RecordDecoder.BrokenStreamException.Problem;
import io.netty.buffer.ByteBuf;
import java.util.function.Consumer;

/**
 * Reads RecordIO, {@code <length in bytes, decimal>\n<record>}, from chunks of any size, and hands
 * out each record the moment its last byte is there.
 *
 * <p>Source: {@code docs/recordio.md} and {@code stout/recordio.hpp} of Mesos; a record of no bytes
 * is legal. For one stream and one thread.
 */
public final class RecordDecoder {

  private static final int MAX_DIGITS = 20; // of the largest 64-bit length
  private static final Slice NO_BYTES = Slice.of(new byte[0]);

  private final int maxRecordSize;
  private final Consumer<Slice> onRecord;

  private long announced;
  private int digits;
  private byte[] record;
  private int filled;
  private BrokenStreamException broken;

  /**
   * Decodes one stream.
   *
   * @param maxRecordSize the largest record that is accepted, in bytes
   * @param onRecord gets each record, which has an array of its own; must not throw
   */
  public RecordDecoder(int maxRecordSize, Consumer<Slice> onRecord) {
    this.maxRecordSize = maxRecordSize;
    this.onRecord = onRecord;
  }

  /**
   * Takes the stream's next bytes, and keeps none of them.
   *
   * @throws BrokenStreamException at the first header that is wrong, and from then on always
   */
  public void decode(ByteBuf chunk) throws BrokenStreamException {
    if (broken != null) {
      throw broken;
    }
    int at = chunk.readerIndex();
    int end = chunk.writerIndex();
    while (at < end) {
      at = record == null ? readHeader(chunk, at, end) : readRecord(chunk, at, end);
    }
  }

  /** Where the stream stands, for messages: what an end at this point would cut off. */
  public String position() {
    if (record != null) {
      return "after " + filled + " of a record's " + record.length + " bytes";
    }
    return digits == 0 ? "between two records" : "in a record's header";
  }

  private int readHeader(ByteBuf chunk, int from, int end) throws BrokenStreamException {
    for (int at = from; at < end; at++) {
      byte b = chunk.getByte(at);
      if (b == '\n' && digits > 0) {
        begin();
        return at + 1;
      }
      if (b < '0' || b > '9' || ++digits > MAX_DIGITS) {
        throw garbage(chunk, from, end);
      }
      announced = Math.min(announced * 10 + (b - '0'), Integer.MAX_VALUE + 1L);
    }
    return end;
  }

  private void begin() throws BrokenStreamException {
    if (announced > maxRecordSize) {
      String size = announced > Integer.MAX_VALUE ? "more than 2 GiB" : announced + " bytes";
      throw fail(
          Problem.TOO_LARGE,
          "a record of %s was announced, at most %d bytes are accepted, as bridge.mesos.max-record-size says"
              .formatted(size, maxRecordSize));
    }
    int length = (int) announced;
    announced = 0;
    digits = 0;
    if (length == 0) {
      onRecord.accept(NO_BYTES);
    } else {
      record = new byte[length];
      filled = 0;
    }
  }

  private int readRecord(ByteBuf chunk, int from, int end) {
    int count = Math.min(end - from, record.length - filled);
    chunk.getBytes(from, record, filled, count);
    filled += count;
    if (filled == record.length) {
      byte[] complete = record;
      record = null;
      onRecord.accept(Slice.of(complete));
    }
    return from + count;
  }

  private BrokenStreamException garbage(ByteBuf chunk, int from, int end) {
    String read = chunk.toString(from, Math.min(end - from, 2 * MAX_DIGITS), ISO_8859_1);
    return fail(
        Problem.GARBAGE,
        "a record's header must be its length in decimal digits and a line feed, but read '%s'"
            .formatted(read.replaceAll("[^ -~]", "?")));
  }

  private BrokenStreamException fail(Problem problem, String message) {
    broken = new BrokenStreamException(problem, message);
    return broken;
  }

  /** The stream cannot be read any further, because it no longer tells where records begin. */
  public static final class BrokenStreamException extends Exception {

    private static final long serialVersionUID = 1L;

    /** What broke the stream. */
    public enum Problem {
      /** A record's header is no decimal length. */
      GARBAGE,
      /** A record's header announces more than is accepted. */
      TOO_LARGE
    }

    private final Problem problem;

    BrokenStreamException(Problem problem, String message) {
      super(message);
      this.problem = problem;
    }

    /** What broke the stream. */
    public Problem problem() {
      return problem;
    }
  }
}
