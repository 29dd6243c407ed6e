package io.mesosbridge.core.command;

import java.util.List;
import java.util.Map;

/**
 * What a result tells of the call.
 *
 * @param taskIds null for those that the command launches
 * @param agentId the agent that it concerns, or null
 * @param offerIds the offers that it uses up
 * @param httpStatus null when the master did not answer
 * @param ports those that tasks got which only wanted a number of them
 */
record Details(
    List<String> taskIds,
    String agentId,
    List<String> offerIds,
    Integer httpStatus,
    Map<String, List<Long>> ports) {

  static final Details NONE = new Details(null, null, List.of(), null, Map.of());

  static Details of(Intent intent) {
    return new Details(intent.taskIds(), intent.agentId(), intent.offerIds(), null, intent.ports());
  }
}
