package io.mesosbridge.core.offer;

import io.mesosbridge.config.OfferConfig;
import io.mesosbridge.config.OfferConfig.Maintenance.Answer;
import io.mesosbridge.core.Journal;
import io.mesosbridge.core.Memory;
import io.mesosbridge.core.Outside;
import io.mesosbridge.core.mesos.Event.InverseOffer;
import io.mesosbridge.core.mesos.Event.InverseOffers;
import io.mesosbridge.core.mesos.OwnCalls;
import io.mesosbridge.core.task.LiveTask;
import java.time.Duration;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.jboss.logging.Logger;

/**
 * What the bridge answers when Mesos asks it to leave agents that have maintenance ahead, and the
 * end of the tasks there when that begins, where the configuration wants it.
 */
public final class MaintenanceWindows {

  private static final Logger LOG = Logger.getLogger(MaintenanceWindows.class);

  /** Mesos asks again after that, for as long as the schedule stands and tasks are there. */
  private static final Duration ASKED_AGAIN = Duration.ofMinutes(1);

  /** Whoever has answered is not told that a schedule was withdrawn: it is no longer asked. */
  private static final Duration WITHDRAWN = Duration.ofMinutes(3);

  private final OfferConfig.Maintenance config;
  private final Memory memory;
  private final Journal journal;
  private final Outside outside;
  private final Map<String, Window> ahead = new HashMap<>();

  /** When an agent's maintenance begins, and until when that counts, in nanoseconds. */
  private record Window(long begins, long counts) {}

  /** Nothing is scheduled, as far as is known. */
  MaintenanceWindows(
      OfferConfig.Maintenance config, Memory memory, Journal journal, Outside outside) {
    this.config = config;
    this.memory = memory;
    this.journal = journal;
    this.outside = outside;
  }

  /** Mesos asks to leave agents. */
  public void asked(InverseOffers event) {
    List<String> ids = event.offers().stream().map(InverseOffer::id).toList();
    if (config.mode() == Answer.FORWARD || ids.isEmpty()) {
      return;
    }
    boolean accepts = config.mode() == Answer.ACCEPT;
    var own = new OwnCalls(journal.frameworkId());
    outside.call(Outside.NOBODY_WAITS, own.answerInverse(accepts, ids, ASKED_AGAIN));
    if (accepts && config.killTasks()) {
      event.offers().stream()
          .filter(each -> each.agentId() != null && each.startMillis() != null)
          .forEach(this::remember);
      tick();
    }
  }

  private void remember(InverseOffer offer) {
    long wait = offer.startMillis() - journal.now().millis();
    long begins = journal.now().after(Duration.ofMillis(Math.max(0, wait)));
    Window known = ahead.put(offer.agentId(), new Window(begins, journal.now().after(WITHDRAWN)));
    if (known == null) {
      LOG.infof(
          "Agent %.255s has maintenance in %s: its tasks are killed then",
          offer.agentId(), Duration.ofMillis(Math.max(0, wait)));
    }
  }

  /** There is no subscription: whatever is still scheduled is asked for again by the next. */
  void disconnected() {
    ahead.clear();
  }

  /** Time has passed. */
  void tick() {
    Iterator<Map.Entry<String, Window>> each = ahead.entrySet().iterator();
    while (each.hasNext()) {
      Map.Entry<String, Window> agent = each.next();
      boolean begins = journal.now().isPast(agent.getValue().begins);
      if (begins || journal.now().isPast(agent.getValue().counts)) {
        each.remove();
      }
      if (begins) {
        killTasksOn(agent.getKey());
      }
    }
  }

  private void killTasksOn(String agentId) {
    var own = new OwnCalls(journal.frameworkId());
    for (LiveTask task : memory.tasks().values()) {
      if (agentId.equals(task.agentId())) {
        outside.call(Outside.NOBODY_WAITS, own.kill(task.taskId(), agentId));
      }
    }
  }

  /** When {@link #tick} has something to do, in nanoseconds of {@link io.mesosbridge.core.Now}. */
  long deadline() {
    long next = Long.MAX_VALUE;
    if (!ahead.isEmpty()) {
      for (Window window : ahead.values()) {
        next = Math.min(next, Math.min(window.begins, window.counts));
      }
    }
    return next;
  }
}
