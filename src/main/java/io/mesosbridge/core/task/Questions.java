package io.mesosbridge.core.task;

/**
 * Questions about tasks on their way to Mesos, by whomever: the bridge's own, a RECONCILE of a
 * command, and a KILL of a task that is not there, which Mesos answers as if it were one. Mesos
 * answers in the order in which it was asked.
 *
 * <p>Of each task a hash of 64 bits and a number are kept, some 30 bytes instead of the 200 that an
 * id takes with its entries: a few RECONCILEs may ask for hundreds of thousands.
 */
public final class Questions {

  /** An agent that never comes back never answers; what was asked longest ago is forgotten. */
  private static final int MOST_IN_A_PART = 100_000;

  /** How many questions about a task may not have been answered yet, in the lowest bits. */
  private static final int OPEN = (1 << 15) - 1;

  /** How many of them were asked before the task's latest launch, in the bits above. */
  private static final int LATE_BITS = 15;

  private static final int LATE = OPEN << LATE_BITS;

  /** Whether somebody wants the next answer to be published. */
  private static final int WANTED = 1 << 30;

  private Part newer = new Part();
  private Part older = new Part();

  /**
   * A question is about to be sent.
   *
   * @param isWanted whether the answer is to be published whatever it says
   */
  void asked(String taskId, boolean isWanted) {
    int state = get(taskId);
    int more = (state & OPEN) == OPEN ? state : state + 1;
    set(taskId, more | (isWanted ? WANTED : 0));
  }

  /** A new subscription stands: answers under the one before it will never come. */
  public void subscribed() {
    newer = newer.wanted();
    older = older.wanted();
  }

  /** A launch is about to be sent: what was asked before is answered about no task of its. */
  void launching(String taskId) {
    int state = get(taskId);
    if ((state & OPEN) != 0) {
      set(taskId, (state & ~LATE) | ((state & OPEN) << LATE_BITS));
    }
  }

  /** An answer came. */
  public void answered(String taskId) {
    int state = get(taskId);
    int open = (state & OPEN) == 0 ? 0 : 1;
    int late = (state & LATE) == 0 ? 0 : 1 << LATE_BITS;
    set(taskId, state - open - late);
  }

  /** Whoever asked has heard of the task. */
  void told(String taskId) {
    set(taskId, get(taskId) & ~WANTED);
  }

  /** The task ended: no answer can be mistaken for one about it. */
  void ended(String taskId) {
    set(taskId, get(taskId) & ~LATE);
  }

  /** Whether somebody wants the next answer to be published, whatever it says. */
  boolean isWanted(String taskId) {
    return (get(taskId) & WANTED) != 0;
  }

  /** Whether the next answer is to a question from before the task's latest launch. */
  public boolean isLate(String taskId) {
    return (get(taskId) & LATE) != 0;
  }

  private int get(String taskId) {
    long hash = hash(taskId);
    int state = newer.get(hash);
    return state == 0 ? older.get(hash) : state;
  }

  private void set(String taskId, int state) {
    long hash = hash(taskId);
    if (older.get(hash) != 0) {
      older.set(hash, state);
    } else if (state != 0 || newer.get(hash) != 0) {
      if (newer.size == MOST_IN_A_PART && newer.get(hash) == 0) {
        older = newer;
        newer = new Part();
        set(taskId, state);
      } else {
        newer.set(hash, state);
      }
    }
  }

  /** FNV-1a of the characters; zero stands for none. */
  private static long hash(String taskId) {
    long hash = 0xcbf29ce484222325L;
    for (int i = 0; i < taskId.length(); i++) {
      hash = (hash ^ taskId.charAt(i)) * 0x100000001b3L;
    }
    return hash == 0 ? 1 : hash;
  }

  /** States that are not zero, by hashes, with open addressing. */
  private static final class Part {

    private static final int FIRST_ROOM = 16;

    private long[] hashes = new long[FIRST_ROOM];
    private int[] states = new int[FIRST_ROOM];
    private int size;

    int get(long hash) {
      return states[slot(hash)];
    }

    void set(long hash, int state) {
      int slot = slot(hash);
      if (state != 0) {
        size += states[slot] == 0 ? 1 : 0;
        hashes[slot] = hash;
        states[slot] = state;
        if (4L * size > 3L * hashes.length) {
          grow();
        }
      } else if (states[slot] != 0) {
        remove(slot);
      }
    }

    /** Those that are wanted still, and nothing else of them. */
    Part wanted() {
      Part wanted = new Part();
      for (int slot = 0; slot < hashes.length; slot++) {
        if ((states[slot] & WANTED) != 0) {
          wanted.set(hashes[slot], WANTED);
        }
      }
      return wanted;
    }

    private void grow() {
      long[] formerHashes = hashes;
      int[] formerStates = states;
      hashes = new long[2 * formerHashes.length];
      states = new int[hashes.length];
      for (int from = 0; from < formerHashes.length; from++) {
        if (formerStates[from] != 0) {
          put(formerHashes[from], formerStates[from]);
        }
      }
    }

    private void put(long hash, int state) {
      int slot = slot(hash);
      hashes[slot] = hash;
      states[slot] = state;
    }

    /** Those behind it may stand there only because it stood here, and are put anew. */
    private void remove(int gap) {
      size--;
      if (size == 0) {
        hashes = new long[FIRST_ROOM];
        states = new int[FIRST_ROOM];
        return;
      }
      states[gap] = 0;
      int mask = hashes.length - 1;
      for (int slot = (gap + 1) & mask; states[slot] != 0; slot = (slot + 1) & mask) {
        int state = states[slot];
        states[slot] = 0;
        put(hashes[slot], state);
      }
    }

    /** Where it stands, or would stand. */
    private int slot(long hash) {
      int mask = hashes.length - 1;
      int slot = (int) ((hash * 0x9E3779B97F4A7C15L) >>> 32) & mask;
      while (states[slot] != 0 && hashes[slot] != hash) {
        slot = (slot + 1) & mask;
      }
      return slot;
    }
  }
}
