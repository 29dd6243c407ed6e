package io.mesosbridge.bench;

/** What a bridge is measured under. */
enum Load {
  EVENTS("events of 1,000 bytes published", "events"),
  OFFERS("offers published, one an event", "offers"),
  OFFERS_OF_100("offers published, 100 an event", "offers"),
  UPDATES("updates published and acknowledged", "task-updates"),
  KILLS(
      "KILL with result",
      "command-results",
      "{'type':'KILL','kill':{'task_id':'task-%d','agent_id':'bench-S0'}}"),
  MESSAGES(
      "MESSAGE with intent and result",
      "command-results",
      "{'type':'MESSAGE','message':{'agent_id':'bench-S0','executor_id':'task-%d','data':'QUFB'}}"),
  LAUNCHES(
      "LAUNCH on an offer with intent and result",
      "command-results",
      "{'type':'LAUNCH','launch':{'offer_ids':['bench-O%1$d'],'task_infos':[{'task_id':'l-%1$d',"
          + "'command':{'value':'true'},'resources':'cpus:0.1;mem:16'}]}}"),
  PLACED(
      "LAUNCH placed on one of 100 offers, with result",
      "command-results",
      "{'type':'LAUNCH','launch':{'task_infos':[{'task_id':'l-%d',"
          + "'command':{'value':'true'},'resources':'cpus:0.1;mem:16'}]}}");

  private final String text;
  private final String topic;
  private final String command;

  Load(String text, String topic) {
    this(text, topic, null);
  }

  Load(String text, String topic, String command) {
    this.text = text;
    this.topic = topic;
    this.command = command;
  }

  /** The topic, less its prefix, that shows when it has passed. */
  String topic() {
    return topic;
  }

  boolean isCommand() {
    return command != null;
  }

  /** The command of that number. */
  String command(int number) {
    return command.replace('\'', '"').formatted(number);
  }

  @Override
  public String toString() {
    return text;
  }
}
