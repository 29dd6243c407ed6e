package io.mesosbridge.sandbox;

import io.mesosbridge.sandbox.process.BridgeProcess;

/** What the sandbox says when it is up: where everything is, and three things to try. */
final class Banner {

  private static final String TEXT =
      """

      ------------------------------------------------------------------------------------------
      The sandbox is up. Ctrl-C ends all of it.

        Kafka    ${kafka}
        Mesos    ${mesos}
        bridge   ${http}/ is its page, ${http}/api/v1/status its status
                 ${management}/q/health and ${management}/q/metrics
                 log in ${log}

      Three lines to try in another terminal: watch offers, launch a task, kill it.

      With kcat:

        kcat -b ${kafka} -C -t mesos.offers -f '%k %s\\n'
        echo '${launch}' | kcat -b ${kafka} -P -t mesos.commands
        echo '${kill}' | kcat -b ${kafka} -P -t mesos.commands

      With Kafka's console tools (these run without a Kafka of your own):

        ${consumer} --bootstrap-server ${kafka} --topic mesos.offers --from-beginning
        echo '${launch}' | ${producer} --bootstrap-server ${kafka} --topic mesos.commands
        echo '${kill}' | ${producer} --bootstrap-server ${kafka} --topic mesos.commands

      What becomes of them is in mesos.command-results and mesos.task-updates.
      ------------------------------------------------------------------------------------------
      """;

  private static final String LAUNCH =
      "{\"type\":\"LAUNCH\",\"launch\":{\"task_infos\":[{\"task_id\":\"web-1\","
          + "\"command\":{\"value\":\"sleep 600\"},\"resources\":\"cpus:0.1;mem:32\"}]}}";

  private static final String KILL = "{\"type\":\"KILL\",\"kill\":{\"task_id\":\"web-1\"}}";

  private Banner() {}

  static String of(String kafka, String mesos, BridgeProcess bridge, ConsoleTools tools) {
    return TEXT.replace("${kafka}", kafka)
        .replace("${mesos}", mesos)
        .replace("${http}", bridge.http().toString())
        .replace("${management}", bridge.management().toString())
        .replace("${log}", bridge.log().toString())
        .replace("${launch}", LAUNCH)
        .replace("${kill}", KILL)
        .replace("${consumer}", tools.consumer().toString())
        .replace("${producer}", tools.producer().toString());
  }
}
