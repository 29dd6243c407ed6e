package io.mesosbridge.kafka;

/** What a reader of the log is to do next. */
sealed interface Wish {

  /** To tell when it has read to where the topics end now. */
  record ToEnds(Runnable told) implements Wish {}

  /** To read all from the beginning. */
  record Anew(long reading) implements Wish {}

  /** To tell only what others than the leader of that epoch write. */
  record OfOthers(long epoch, OwnRecords own) implements Wish {}
}
