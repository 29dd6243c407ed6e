package io.mesosbridge.core.mesos;

import java.util.Locale;

/** Why a subscription, or an attempt to get one, ended. */
public enum Cause {
  /** The master ended the stream. */
  END_OF_STREAM,
  /** The connection broke, or there was none to be had. */
  CONNECTION_LOST,
  /** The master's certificate is not trusted or names another host, or there is no TLS at all. */
  TLS_FAILED,
  /** The master was not heard for several heartbeat intervals. */
  HEARTBEAT_MISSED,
  /** The master did not answer SUBSCRIBE in time. */
  SUBSCRIBE_TIMEOUT,
  /** The master sent an ERROR that neither removes nor refuses the framework. */
  ERROR_EVENT,
  /** The master said of a call that it belongs to no subscription, or to another. */
  CALL_UNSUBSCRIBED,
  /**
   * A call was not answered, or not by the master; only a new subscription keeps it from taking
   * effect later.
   */
  CALL_IN_DOUBT,
  /** The stream is no RecordIO. */
  GARBAGE,
  /** The stream holds a record that is larger than what is accepted. */
  RECORD_TOO_LARGE,
  /** Redirects led nowhere: none given, no valid one, or too many. */
  REDIRECT,
  /** The master does not lead, or not yet: 307 to a call, 503. */
  NOT_LEADING,
  /** The master is still starting: 404. */
  NOT_READY,
  /** The master answered what no master should. */
  UNEXPECTED_ANSWER,
  /** Another master leads now. */
  LEADER_CHANGED,
  /** This bridge wanted a new subscription. */
  REQUESTED,
  /** The framework has been removed. */
  REMOVED,
  /** Another instance has taken the framework over. */
  FAILED_OVER,
  /** The master does not accept the framework or its credentials. */
  REFUSED,
  /** The framework was torn down by this bridge. */
  TORN_DOWN,
  /** This bridge stands by. */
  STOOD_DOWN;

  private final String label = name().toLowerCase(Locale.ROOT).replace('_', '-');

  /** The name in metrics and notices, e.g. {@code end-of-stream}. */
  public String label() {
    return label;
  }
}
