package io.mesosbridge.kafka;

import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.Uuid;

/**
 * The command topic as seen by whoever leads. All methods are called on the bridge's context, and
 * so is the listener.
 */
public interface CommandTopic {

  /**
   * From now on the listener is told what happens; nothing is told and no command is read before.
   */
  void listen(Listener listener);

  /**
   * A command has its result: its offset may be committed. One that is not in hand is passed over.
   *
   * @param offset of a command that this listener received
   */
  void settle(long offset);

  /**
   * The same for a record that is no command: it is written to the dead letters before its offset
   * may be committed.
   *
   * @param offset of a command that this listener received
   * @param why what its header {@code dead-letter-reason} says
   */
  void settleAsDeadLetter(long offset, String why);

  /**
   * Nobody knows the commands that were received and not settled any more, as at the beginning of a
   * term: all of them come again, in their order, and what comes after them.
   */
  void forget();

  /**
   * How many commands are there that were not received yet, as of a second ago; 0 while another
   * instance reads them.
   */
  long unread();

  /** What is told of the topic and of this instance's place in the group. */
  interface Listener {

    /**
     * The group gave the topic's one partition to this instance; its commands follow, beginning
     * with the first that is not settled.
     *
     * @param topicId which topic of that name it is
     * @param generation the group's generation
     */
    void assigned(Uuid topicId, int generation);

    /**
     * This instance is no member or no owner any more, or the topic is another one: what was
     * received is another's. Told before anything is given up, and also to those that stand by when
     * what contested the topic is over.
     */
    void lost(String why);

    /** Nobody can lead until an operator has changed the topic. */
    void contested(String why);

    /** The topic is not there and cannot be made; told again until it is there. */
    void missing(String why);

    /**
     * The group took a commit from this instance, which was its member and owner.
     *
     * @param sentAtNanos when the commit was sent, by {@link System#nanoTime}
     */
    void confirmed(long sentAtNanos);

    /** So many commands, at most, were deleted before they were read. */
    void deletedUnread(long atMost);

    /** The next commands, in the topic's order: as many as came together, but never too many. */
    void received(List<ConsumerRecord<byte[], byte[]>> commands);
  }
}
