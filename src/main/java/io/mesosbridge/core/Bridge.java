package io.mesosbridge.core;

import com.fasterxml.jackson.databind.JsonNode;
import io.mesosbridge.config.BridgeConfig;
import io.mesosbridge.core.LeadershipState.Claiming;
import io.mesosbridge.core.LeadershipState.Leading;
import io.mesosbridge.core.LeadershipState.Preparing;
import io.mesosbridge.core.LeadershipState.Restoring;
import io.mesosbridge.core.Outgoing.Topic;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * One instance: follows what the leader writes, leads when the group gives it the commands, and
 * ends its term when somebody says that another may lead. Its public methods are its inputs.
 */
public final class Bridge {

  private static final Logger LOG = Logger.getLogger(Bridge.class);

  private final Outside.Host host;
  private final BridgeConfig config;
  private final String instance;
  private final JsonNode configuredInfo;
  private final LeadershipState.Attempts attempts;
  private final LeadershipState.Rivals rivals = new LeadershipState.Rivals();
  private LeadershipState state = new LeadershipState.Following();
  private Outside outside;
  private boolean topicsAreThere;
  private boolean owner;
  private String commandTopic;
  private long deletedUnread;
  private Memory memory;
  private Term term;
  private Optional<Fact.Suspected> suspect = Optional.empty();

  /** An instance that follows; the FrameworkInfo is the one that the configuration makes. */
  public Bridge(Outside.Host host, BridgeConfig config, String instance, JsonNode configuredInfo) {
    this.host = host;
    this.attempts = new LeadershipState.Attempts(host);
    this.config = config;
    this.instance = instance;
    this.configuredInfo = configuredInfo;
    this.memory = new Memory(config.results().remembered(), -1);
  }

  /** Kafka has the topics: the log is read from now on. */
  public void topicsAreThere(Now now) {
    topicsAreThere = true;
    prepareIfOwner();
  }

  /** The group gave the commands to this instance, those of the topic of that id. */
  public void owned(String topicId, Now now) {
    commandTopic = topicId;
    owner = true;
    rivals.forget();
    prepareIfOwner();
  }

  private void prepareIfOwner() {
    if (owner && topicsAreThere && !(state.owned() == state)) {
      state = state.owned();
      attempts.begin();
    }
  }

  /** What is written with is open. */
  public void opened(long which, Outside opened, Now now) {
    if (attempts.isCurrent(which) && state instanceof Preparing) {
      outside = opened;
      host.readToEnds(attempts.current());
    }
  }

  private void writeClaim(WriteId id, long epoch, Long former, Now now) {
    outside.write(id, LeaderClaim.of(instance, attempts.current(), epoch, former, now));
  }

  /** It cannot be opened now: it is tried again. */
  public void notOpened(long which, Now now) {
    attempts.failed(which, now);
  }

  /** Kafka has a record. */
  public void written(WriteId id, Fact.Place place, Now now) {
    if (!(id instanceof WriteId.Claim claim)) {
      term().ifPresent(leading -> leading.written(id, place, now));
    } else if (attempts.isCurrent(claim.attempt()) && state instanceof Claiming claiming) {
      state = claiming.written(place.offset());
      host.readToEnds(attempts.current());
    }
  }

  /** The log has been read up to where it ended when that was asked for. */
  public void caughtUp(long which, Now now) {
    String contest = FrameworkOfLog.contest(memory, config.framework().id());
    if (attempts.isCurrent(which) && contest != null) {
      contested(contest, now);
    } else if (attempts.isCurrent(which) && state instanceof Preparing preparing) {
      Claiming claiming = preparing.opened(memory.claims().next(instance));
      state = claiming;
      writeClaim(new WriteId.Claim(attempts.current()), claiming.proposal(), null, now);
    } else if (attempts.isCurrent(which) && state instanceof Restoring restoring) {
      lead(restoring, now);
    }
  }

  private void lead(Restoring restoring, Now now) {
    if (memory.claims().isVoid(restoring.epoch(), instance)) {
      state = restoring.overtaken();
      host.close(Optional.empty(), false);
      attempts.begin();
      return;
    }
    long epoch = restoring.epoch();
    state = restoring.caughtUp(now);
    memory.isRead();
    LOG.infof(
        "Leading in epoch %d, with %d live tasks and %d calls in doubt",
        epoch, memory.tasks().size(), memory.intents().size());
    term = new Term(outside, config, instance, memory, epoch, commandTopic, configuredInfo, now);
    host.led(epoch);
    suspect.ifPresent(term.suspects::note);
    suspect = Optional.empty();
    term.begin(now);
    commandsDeleted(0, now);
  }

  /** All results have been read that there were when this instance began to lead, in that epoch. */
  public void resultsRead(long epoch, Now now) {
    if (state instanceof Leading leading && leading.epoch() == epoch) {
      term.readback().resultsRead(now).ifPresent(why -> resign(why, now));
    }
  }

  /** Records of the log were read, in their order. */
  public void read(List<Fact.LogRecord> records, Now now) {
    boolean leads = term != null;
    for (Fact.LogRecord record : records) {
      if (state instanceof Leading leading) {
        term.readback()
            .read(record, leading.epoch(), now)
            .ifPresent(why -> replaced(why, !record.isClaimUnawareOf(leading.epoch()), now));
      } else if (leads) {
        return; // the term has just ended, and all is read anew
      } else {
        memory.read(record);
      }
    }
  }

  /** A topic of the log was made anew. A leader writes it again; who follows reads all anew. */
  public void logBroken(Topic topic, String why, Now now) {
    LOG.warnf("What was read of the log is there no longer: %s", why);
    if (!(state instanceof Leading leading)) {
      resign(why, now);
      forget(topic);
    } else if (topic != null) {
      if (topic == Topic.STATE) { // it says its epoch: its offset in the new log means nothing
        writeClaim(WriteId.Plain.SURELY, leading.epoch(), leading.epoch(), now);
      }
      term.readback().rewriteAll(topic, now);
    }
  }

  /** A topic is there again (null: none of the core's); if narrower, all is opened anew. */
  public void recreated(String name, Topic topic, boolean narrower, Now now) {
    if (topic != null) {
      logBroken(topic, name + " was made anew", now);
    }
    if (state instanceof Leading) {
      term.readback().recreated(name, now);
      if (narrower) {
        resign("topic " + name + " was made again with fewer partitions", now);
      }
    }
  }

  /** So many commands more, at most, were deleted before anybody read them; a leader says so. */
  public void commandsDeleted(long atMost, Now now) {
    deletedUnread += atMost;
    if (term != null && deletedUnread > 0) {
      term.readback().commandsDeleted(deletedUnread, now);
      deletedUnread = 0;
    }
  }

  /** The group gave the commands to another instance, or may have. */
  public void lost(String why, Now now) {
    owner = false;
    end(why, false, now);
    state = state.lost();
  }

  /** The group has taken a commit of this instance that was sent then. */
  public void confirmed(long sentAtNanos, Now now) {
    LeadershipState next = state.confirmed(sentAtNanos);
    if (owner && next != state && attempts.mayBegin(now)) {
      state = next;
      attempts.begin();
    }
  }

  /** Nobody can lead until an operator has changed something. */
  public void contested(String why, Now now) {
    lost(why, now);
    state = state.contest(why);
    LOG.error(why);
  }

  /** An error that nobody foresaw: the term ends, and the next one notes what was handled. */
  public void failed(Throwable unforeseen, Now now) {
    suspect = term().flatMap(ending -> ending.suspects.culprit()).or(() -> suspect);
    attempts.broke(state, now);
    resign("an error that nobody foresaw: " + unforeseen, now);
  }

  /** Another instance may lead, or nobody knows what this one did: stands by until confirmed. */
  public void resign(String why, Now now) {
    if (!state.isIdle()) {
      end(why, false, now);
      state = state.resign(why, now);
    }
  }

  /** Somebody subscribed with this framework's id. */
  public void failedOver(Now now) {
    replaced("another instance took the framework over", true, now);
  }

  /** Somebody took this leader's place: who knew of it may be the next leader once, not always. */
  private void replaced(String why, boolean knowingly, Now now) {
    if (knowingly && rivals.areTooMany(state.led(now))) {
      contested(rivals.inWords(why, config.groupId()), now);
    } else {
      resign(why, now);
    }
  }

  /** This instance ends: what is written already may still reach Kafka. */
  public void stop(Now now) {
    term().ifPresent(ending -> ending.readback().stopping(now));
    end("this instance stops", true, now);
    state = state.stop();
  }

  private void end(String why, boolean graceful, Now now) {
    attempts.end();
    if (state.isIdle()) {
      return;
    }
    LOG.infof("Standing by: %s", why);
    Optional<Outgoing> notice = term().map(ending -> ending.end(why, now));
    term = null;
    host.close(notice, graceful);
    notice.ifPresent(ended -> forget(null));
  }

  /** The log is the snapshot: what was known of it is read anew, also where a topic was lost. */
  private void forget(Topic lost) {
    memory = memory.forgotten(config.results().remembered(), lost, instance);
    host.readAnew();
  }

  /** Time has passed. */
  public void tick(Now now) {
    attempts.tick(now);
    if (term != null) {
      term.tick(now);
      term.wedged().ifPresent(why -> resign(why, now));
    }
  }

  /** When {@link #tick} has something to do, in nanoseconds of {@link Now}. */
  public long deadline() {
    return Math.min(attempts.deadline(), term == null ? Long.MAX_VALUE : term.deadline());
  }

  /** What is known of the topics, whether this instance leads or follows. */
  public Memory memory() {
    return memory;
  }

  /** Where this instance stands. */
  public LeadershipState state() {
    return state;
  }

  /** Whether the group gave it the commands. */
  public boolean isOwner() {
    return owner;
  }

  /** What it does while it leads; empty while it does not. */
  public Optional<Term> term() {
    return Optional.ofNullable(term);
  }
}
