package io.mesosbridge.app;

/**
 * A command of each kind that the bridge has a way of its own for, and what is to become of it when
 * its bridge dies around it. The simulation has all types of them die at all steps.
 */
enum CrashCase {
  ACCEPT_LAUNCH(
      "ACCEPT",
      InDoubt.ON_ITS_OFFER,
      """
      {"type":"ACCEPT","accept":{"offer_ids":["$offer"],"operations":[{"type":"LAUNCH","launch":
        {"task_infos":[{"task_id":"$id","command":{"value":"serve"},"resources":"cpus:0.1"}]}}]}}
      """),
  ACCEPT_RESERVE(
      "ACCEPT",
      InDoubt.ON_ITS_OFFER,
      """
      {"type":"ACCEPT","accept":{"offer_ids":["$offer"],"operations":[{"type":"RESERVE","id":"$id",
        "reserve":{"resources":[{"name":"mem","type":"SCALAR","scalar":{"value":1},
          "reservations":[{"type":"DYNAMIC","role":"web"}]}]}}]}}
      """),
  KILL("KILL", InDoubt.AGAIN, "{\"type\":\"KILL\",\"kill\":{\"task_id\":\"$id-0\"}}"),
  MESSAGE(
      "MESSAGE",
      InDoubt.NOBODY_KNOWS,
      """
      {"type":"MESSAGE","message":{"agent_id":"$agent","executor_id":"$id","data":"aGVsbG8="}}
      """),
  TEARDOWN("TEARDOWN", InDoubt.AGAIN, "{\"type\":\"TEARDOWN\"}"),
  LAUNCH_PLACED(
      "ACCEPT",
      InDoubt.AGAIN,
      """
      {"type":"LAUNCH","launch":{"task_infos":[
        {"task_id":"$id","command":{"value":"serve"},"resources":"cpus:0.1"}]}}
      """),
  LAUNCH_GROUP(
      "ACCEPT",
      InDoubt.ON_ITS_OFFER,
      """
      {"type":"LAUNCH_GROUP","launch_group":{"offer_ids":["$offer"],
        "executor":{"type":"DEFAULT","executor_id":"$id","resources":"cpus:0.1;mem:32;disk:32"},
        "task_group":{"tasks":[
          {"task_id":"$id","command":{"value":"serve"},"resources":"cpus:0.1;mem:32"}]}}}
      """),
  SUBSCRIBE("SUBSCRIBE", InDoubt.AGAIN, "{\"type\":\"SUBSCRIBE\"}");

  /** What the successor makes of a command that its former leader did not finish. */
  private enum InDoubt {
    /** Whatever happened, it is carried out, once. */
    AGAIN,
    /** It depends on an offer that is void by then, unless the call was carried out. */
    ON_ITS_OFFER,
    NOBODY_KNOWS
  }

  private final String call;
  private final InDoubt inDoubt;
  private final String command;

  CrashCase(String call, InDoubt inDoubt, String command) {
    this.call = call;
    this.inDoubt = inDoubt;
    this.command = command;
  }

  /** The type of the call to Mesos. */
  String call() {
    return call;
  }

  String command(String id, String offerId, String agentId) {
    return command
        .replace("$id", id)
        .replace("$offer", String.valueOf(offerId))
        .replace("$agent", agentId);
  }

  boolean usesOffer() {
    return command.contains("$offer");
  }

  boolean launches() {
    return call.equals("ACCEPT") && this != ACCEPT_RESERVE;
  }

  /** Whether what is to be done about it must be known before its call leaves. */
  boolean hasIntent() {
    return call.equals("ACCEPT")
        || inDoubt == InDoubt.NOBODY_KNOWS
        || this == TEARDOWN
        || this == SUBSCRIBE;
  }

  /** Whether Mesos must never get its call twice. */
  boolean isSentOnce() {
    return inDoubt != InDoubt.AGAIN;
  }

  /** What is told when the call never left and nothing says that it might have. */
  String outcomeOfNothing() {
    return usesOffer() && hasIntent() ? "REJECTED" : "ACCEPTED";
  }

  /** What is told when the call never left, but might have. */
  String outcomeOfIntent() {
    return inDoubt == InDoubt.NOBODY_KNOWS ? "UNCERTAIN" : outcomeOfNothing();
  }

  /** What is told when the call was carried out and the result does not say so. */
  String outcomeOfCall() {
    return inDoubt == InDoubt.NOBODY_KNOWS ? "UNCERTAIN" : "ACCEPTED";
  }
}
