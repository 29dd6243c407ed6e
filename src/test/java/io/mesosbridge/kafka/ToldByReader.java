package io.mesosbridge.kafka;

import io.mesosbridge.core.Fact.LogRecord;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** What a reader of the log told, in words. */
final class ToldByReader implements LogReader.Listener {

  private final List<String> told = new CopyOnWriteArrayList<>();

  List<String> all() {
    return told;
  }

  @Override
  public void read(long reading, List<LogRecord> records) {
    told.add("read " + records);
  }

  @Override
  public void broken(String topic, String why) {
    told.add("broken: " + why);
  }

  @Override
  public void missed(String why) {
    told.add("missed: " + why);
  }
}
