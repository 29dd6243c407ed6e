package io.mesosbridge.kafka;

import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.Map;
import org.apache.kafka.common.compress.Compression;
import org.apache.kafka.common.record.CompressionType;
import org.apache.kafka.common.record.MemoryRecords;
import org.apache.kafka.common.record.SimpleRecord;
import org.jboss.logging.Logger;

/**
 * The codecs that producers of commands may use. Some unpack a library of the machine's into the
 * temporary folder, and that fails where nothing in it may be executed.
 */
public final class Codecs {

  private static final Logger LOG = Logger.getLogger(Codecs.class);

  private Codecs() {}

  /** What helps whoever cannot load one. */
  static String advice() {
    return "java.io.tmpdir=%s has to be a folder that can be written to and is not mounted with noexec"
        .formatted(System.getProperty("java.io.tmpdir"));
  }

  /** Packs and unpacks a record. */
  interface Trial {
    void of(CompressionType codec);
  }

  /** Tells of those that do not work here, one line each. */
  public static void tryAll() {
    broken(Codecs::packAndUnpack)
        .forEach(
            (codec, why) ->
                LOG.errorf(
                    "Commands that are compressed with %s cannot be read here: %s; %s",
                    codec.name, why, advice()));
  }

  /** Those that fail, and why. */
  static Map<CompressionType, String> broken(Trial trial) {
    Map<CompressionType, String> broken = new EnumMap<>(CompressionType.class);
    for (CompressionType codec : CompressionType.values()) {
      try {
        trial.of(codec);
      } catch (VirtualMachineError end) {
        throw end;
      } catch (RuntimeException | Error failure) {
        broken.put(codec, KafkaTrouble.root(failure).toString());
      }
    }
    return broken;
  }

  private static void packAndUnpack(CompressionType codec) {
    SimpleRecord record = new SimpleRecord("{}".getBytes(StandardCharsets.UTF_8));
    MemoryRecords packed = MemoryRecords.withRecords(Compression.of(codec).build(), record);
    packed.records().forEach(unpacked -> unpacked.ensureValid());
  }
}
