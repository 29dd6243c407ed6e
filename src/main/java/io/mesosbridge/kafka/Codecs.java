package io.mesosbridge.kafka;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
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

  /** Where snappy-java and zstd-jni look for the folder to unpack to. */
  private static final List<String> FOLDER_KEYS =
      List.of("org.xerial.snappy.tempdir", "ZstdTempFolder");

  private Codecs() {}

  /** What helps whoever cannot load one. */
  static String advice() {
    List<String> named =
        Stream.concat(Stream.of("java.io.tmpdir"), FOLDER_KEYS.stream())
            .filter(key -> System.getProperty(key) != null)
            .map(key -> key + "=" + System.getProperty(key))
            .toList();
    return String.join(" and ", named)
        + (named.size() == 1
            ? " has to be a folder that can be written to and is not mounted with noexec"
            : " have to be folders that can be written to and are not mounted with noexec");
  }

  /** Packs and unpacks a record. */
  interface Trial {
    void of(CompressionType codec);
  }

  /**
   * Tells of those that do not work here, one line each. The libraries are unpacked to a folder
   * that is of this process alone and is gone once they are loaded, so that no other process writes
   * over what is mapped here, and one that is killed leaves nothing. Where an operator has named
   * another folder, that one is taken.
   *
   * @throws UncheckedIOException when the temporary folder cannot be written to
   */
  public static void tryAll() {
    tryAll(Codecs::packAndUnpack);
  }

  static void tryAll(Trial trial) {
    Path folder = freshFolder();
    List<String> unset =
        FOLDER_KEYS.stream().filter(key -> System.getProperty(key) == null).toList();
    unset.forEach(key -> System.setProperty(key, folder.toString()));
    Map<CompressionType, String> broken = broken(trial);
    unset.forEach(System::clearProperty);
    remove(folder);
    broken.forEach(
        (codec, why) ->
            LOG.errorf(
                "Commands that are compressed with %s cannot be read here: %s; %s",
                codec.name, why, advice()));
  }

  private static Path freshFolder() {
    try {
      return Files.createTempDirectory("mesos-kafka-bridge-codecs-");
    } catch (IOException unwritable) {
      throw new UncheckedIOException(advice(), unwritable);
    }
  }

  private static void remove(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
      Files.delete(folder);
    } catch (IOException inUse) {
      LOG.warnf("%s stays behind, since it cannot be removed: %s", folder, inUse);
    }
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
