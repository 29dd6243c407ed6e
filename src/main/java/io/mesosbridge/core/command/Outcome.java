package io.mesosbridge.core.command;

/** What became of a command. */
public enum Outcome {
  /** The master took the call; what became of it comes as updates. */
  ACCEPTED,
  /** It never took effect, and will not. */
  REJECTED,
  /** The bridge died around sending it, and nobody can tell. */
  UNCERTAIN
}
