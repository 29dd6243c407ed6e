package io.mesosbridge.sandbox.mesos;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.Map;

/** What the leading master does for each type of call of a subscribed framework. */
final class SimCalls {

  private interface Handler {
    /**
     * @param payload the field with the call's lower-case name; missing when there is none
     */
    Answer handle(SimFramework framework, JsonNode payload);
  }

  private static final Answer NOT_IMPLEMENTED = new Answer(501, "");

  private final Map<String, Handler> handlers = new HashMap<>();

  SimCalls(SimMaster master, Cluster cluster) {
    OfferCalls offers = new OfferCalls(master);
    TaskCalls tasks = new TaskCalls(master, cluster);
    OperationCalls operations = new OperationCalls(cluster);
    Accepting accepting = new Accepting(master, cluster);
    handlers.put("ACCEPT", accepting::accept);
    handlers.put("DECLINE", offers::decline);
    handlers.put("SUPPRESS", offers::suppress);
    handlers.put("REVIVE", offers::revive);
    handlers.put("KILL", tasks::kill);
    handlers.put("SHUTDOWN", tasks::shutDown);
    handlers.put("ACKNOWLEDGE", tasks::acknowledge);
    handlers.put("RECONCILE", tasks::reconcile);
    handlers.put("ACKNOWLEDGE_OPERATION_STATUS", operations::acknowledge);
    handlers.put("RECONCILE_OPERATIONS", operations::reconcile);
    handlers.put("ACCEPT_INVERSE_OFFERS", master.inverseOffers()::answered);
    handlers.put("DECLINE_INVERSE_OFFERS", master.inverseOffers()::answered);
    handlers.put("MESSAGE", (framework, payload) -> Answer.ACCEPTED);
    handlers.put("REQUEST", (framework, payload) -> Answer.ACCEPTED);
    handlers.put("UPDATE_FRAMEWORK", new FrameworkUpdates(master, cluster)::update);
    handlers.put(
        "TEARDOWN",
        (framework, payload) -> {
          master.remove(framework);
          return Answer.ACCEPTED;
        });
  }

  Answer handle(SimFramework framework, String type, JsonNode payload) {
    Handler handler = handlers.get(type);
    return handler == null ? NOT_IMPLEMENTED : handler.handle(framework, payload);
  }
}
