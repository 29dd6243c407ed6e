package io.mesosbridge.mesos;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.mesosbridge.mesos.RecordDecoder.BrokenStreamException;
import io.mesosbridge.mesos.RecordDecoder.BrokenStreamException.Problem;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RecordDecoderTest {

  private static final int MAX = 64 << 20;

  private final List<String> records = new ArrayList<>();
  private final RecordDecoder decoder =
      new RecordDecoder(1000, record -> records.add(record.toString()));

  @Property(tries = 60)
  void anyRecordsComeOutAsTheyWentInWhateverTheChunks(
      @ForAll("sizes") List<Integer> sizes, @ForAll long seed) throws BrokenStreamException {
    // Given
    Random random = new Random(seed);
    List<byte[]> sent = sizes.stream().map(size -> multiByteText(size, random)).toList();
    ByteBuf stream = Unpooled.buffer();
    sent.forEach(record -> stream.writeBytes(bytes(record.length + "\n")).writeBytes(record));
    List<byte[]> received = new ArrayList<>();
    RecordDecoder decoder = new RecordDecoder(MAX, record -> received.add(record.toArray()));

    // When
    for (int at = 0; at < stream.writerIndex(); ) {
      int end = Math.min(stream.writerIndex(), at + 1 + random.nextInt(1 << random.nextInt(1, 20)));
      decoder.decode(stream.slice(at, end - at));
      at = end;
    }

    // Then
    assertThat(received).usingElementComparator(Arrays::compare).isEqualTo(sent);
    assertThat(decoder.position()).isEqualTo("between two records");
  }

  private static ByteBuf bytes(String text) {
    return Unpooled.copiedBuffer(text, UTF_8);
  }

  @Provide
  Arbitrary<List<Integer>> sizes() {
    Arbitrary<Integer> small = Arbitraries.integers().between(0, 300);
    Arbitrary<Integer> large = Arbitraries.integers().between(0, 5 << 20);
    return Arbitraries.frequencyOf(Tuple.of(9, small), Tuple.of(1, large)).list().ofMaxSize(30);
  }

  private static byte[] multiByteText(int size, Random random) {
    byte[] euro = "€".getBytes(UTF_8);
    byte[] text = new byte[size];
    for (int i = 0; i < size; i++) {
      text[i] = i % 7 < 3 && i + 3 < size ? euro[i % 7] : (byte) ('a' + random.nextInt(26));
    }
    return text;
  }

  @Test
  void aRecordIsHandedOutWithItsLastByteAndNotWithTheNextRecord() throws BrokenStreamException {
    // Given
    decoder.decode(bytes("5\nhell"));
    assertThat(records).isEmpty();

    // When
    decoder.decode(bytes("o"));

    // Then
    assertThat(records).containsExactly("hello");
  }

  @Test
  void aRecordOfNoBytesIsARecord() throws BrokenStreamException {
    // When
    decoder.decode(bytes("0\n2\nab0\n"));

    // Then
    assertThat(records).containsExactly("", "ab", "");
  }

  @ParameterizedTest
  @ValueSource(strings = {"\n", "-1\n", " 5\nhello", "5\r\nhello", "{\"type\"", "5x", "HTTP/1.1"})
  void aHeaderThatIsNoLengthBreaksTheStreamForGood(String garbage) throws BrokenStreamException {
    // Given
    decoder.decode(bytes("2\nab"));

    // When
    BrokenStreamException broken =
        catchThrowableOfType(BrokenStreamException.class, () -> decoder.decode(bytes(garbage)));

    // Then
    assertThat(broken.problem()).isEqualTo(Problem.GARBAGE);
    assertThat(broken).hasMessageContaining("must be its length in decimal digits");
    assertThat(records).containsExactly("ab");
    assertThatThrownBy(() -> decoder.decode(bytes("2\nab"))).isSameAs(broken);
  }

  @Test
  void digitsWithoutEndAreGarbageAndNotABufferThatGrows() {
    assertThatThrownBy(() -> decoder.decode(bytes("0".repeat(21))))
        .isInstanceOf(BrokenStreamException.class)
        .hasMessageContaining("but read '000000000000000000000'");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"1001\n", "2147483648\n", "18446744073709551615\n", "00000000000000001001\n"})
  void aRecordThatIsTooLargeIsRefusedByItsHeaderAlone(String header) {
    // When
    BrokenStreamException broken =
        catchThrowableOfType(BrokenStreamException.class, () -> decoder.decode(bytes(header)));

    // Then
    assertThat(broken.problem()).isEqualTo(Problem.TOO_LARGE);
    assertThat(broken)
        .hasMessageContaining(
            "at most 1000 bytes are accepted, as bridge.mesos.max-record-size says");
  }

  @Test
  void theLargestRecordAllowedIsRead() throws BrokenStreamException {
    // When
    decoder.decode(bytes("1000\n" + "x".repeat(1000)));

    // Then
    assertThat(records).containsExactly("x".repeat(1000));
  }

  @Test
  void thePositionSaysWhatAnEndWouldCutOff() throws BrokenStreamException {
    // When
    decoder.decode(bytes("10\nabc"));

    // Then
    assertThat(decoder.position()).isEqualTo("after 3 of a record's 10 bytes");
  }
}
