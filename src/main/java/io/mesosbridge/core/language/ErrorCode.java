package io.mesosbridge.core.language;

/** The kinds of errors that a result can tell. */
public enum ErrorCode {
  /** The record is no JSON object. */
  MALFORMED,
  UNKNOWN_TYPE,
  /** A field is missing, of the wrong type, or contradicts what the bridge knows. */
  INVALID,
  TOO_LARGE,
  /** The type is not among {@code bridge.commands.allowed}. */
  NOT_ALLOWED,
  /** {@code expires_at} passed before the command could be carried out. */
  EXPIRED,
  /** The offer was never seen, or long ago. */
  UNKNOWN_OFFER,
  OFFER_GONE,
  /** The offers are of several agents or roles. */
  MIXED_OFFERS,
  INSUFFICIENT_RESOURCES,
  /** The task is live, or being launched, or twice in the command. */
  DUPLICATE_TASK,
  /** No offer fitted before the deadline, or too many launches wait. */
  NO_FIT,
  FRAMEWORK_MISMATCH,
  /** The framework was torn down or removed. */
  TORN_DOWN,
  /**
   * Its record stands below the offset up to which every command has its result, and what that of
   * this one was is not known any more.
   */
  TOO_OLD,
  /** The bridge itself failed on this command. */
  INTERNAL,
  REFUSED_BY_MASTER,
  UNREACHABLE_MASTER,
  /** The bridge died around sending the call. */
  INTERRUPTED
}
