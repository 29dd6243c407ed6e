package io.mesosbridge.simulation;

import io.mesosbridge.core.Fact;
import io.mesosbridge.core.Fact.LogRecord;
import io.mesosbridge.core.Outgoing;
import io.mesosbridge.core.StateJson.StateKeys;
import io.mesosbridge.core.command.SettledCommands;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The promises of the contract; one object for one world. */
final class BridgePromises implements Promises {

  private static final Pattern MARKER = Pattern.compile("\"marker\"\\s*:\\s*\"([^\"]+)\"");

  /** The keys of {@link SimWorld#STATE}: of a leader's claim, and what precedes a command's id. */
  private static final String CLAIM = "leader";

  private static final String INTENT = "command/";
  private static final String LAUNCH = "launch/";

  private final Map<String, List<SimRecord>> results = new HashMap<>();
  private final IdentityHashMap<SimPartition, Integer> known = new IdentityHashMap<>();

  /** By the id of the topic, up to which offset all commands were seen to have results. */
  private final Map<String, Long> settledUpTo = new HashMap<>();

  @Override
  public String always(SimWorld world) {
    Map<Long, String> epochs = new HashMap<>();
    List<SimBridge> bridges = world.bridges();
    List<SimProcess> processes = world.processes();
    for (int i = 0; i < bridges.size(); i++) {
      SimBridge bridge = bridges.get(i);
      String name = processes.get(i).name();
      String other = bridge.leads() ? epochs.put(bridge.epoch(), name) : null;
      if (other != null) {
        return other + " and " + name + " lead in the same epoch " + bridge.epoch();
      }
      if (bridge.bytesInHand() > bridge.mostBytesInHand()) {
        return "%s has %d bytes of commands in hand, more than %d"
            .formatted(name, bridge.bytesInHand(), bridge.mostBytesInHand());
      }
      long inFlight = processes.get(i).producer().bytesInFlight();
      if (inFlight > bridge.mostBytesInFlight()) {
        return "%s has %d bytes that await Kafka, more than %d"
            .formatted(name, inFlight, bridge.mostBytesInFlight());
      }
    }
    return null;
  }

  /**
   * A call that must not be repeated leaves only under an intent of this very process that has
   * landed with no foreign claim between the process' own claim and it.
   */
  @Override
  public String called(SimWorld world, SimProcess process, byte[] body) {
    String call = new String(body, StandardCharsets.UTF_8);
    SettledCommands.Kept settled = settled(world);
    List<SimRecord> state =
        world.kafka().partition(SimWorld.STATE, 0).map(SimPartition::history).orElse(List.of());
    SimRecord leader = claimAmong(world, state);
    // What another one still sends, as after a pause, the master refuses by its stream.
    boolean leads = leader != null && leader.writer().equals(process.name());
    for (String each : markers(call)) {
      List<Written> records = world.commands().allByMarker(each);
      boolean waited =
          records.stream()
              .map(Written::key)
              .anyMatch(key -> wasKept(world, key) || isToldToBePlacedAgain(world, key));
      if (leads
          && settled != null
          && !waited
          && isSettled(settled, records)
          && !SimEvidence.hasForgotten(world.kafka())) {
        return "%s carries out %s again, which is settled in %s"
            .formatted(process.name(), each, settled);
      }
    }
    if (!call.contains("\"ACCEPT\"")) {
      return null;
    }
    String broken = SimConstraints.broken(world, process, call);
    Matcher marker = MARKER.matcher(call);
    if (broken != null || !marker.find()) {
      return broken;
    }
    Written command = world.commands().byMarker(marker.group(1));
    if (command == null) {
      return process.name() + " calls ACCEPT for a command that nobody has written";
    }
    String key = command.key();
    state = lastLogThatItClaimedIn(world, process);
    int intent = state.size() - 1;
    while (intent >= 0 && !isIntent(state.get(intent), key, process.name())) {
      intent--;
    }
    if (intent < 0) {
      return process.name() + " calls ACCEPT for command " + key + " without an intent in the log";
    }
    SimRecord claim = claimAmong(world, state.subList(0, intent));
    if (claim == null || !claim.writer().equals(process.name())) {
      return "%s calls ACCEPT for command %s, but at its intent %s leads"
          .formatted(process.name(), key, claim == null ? "nobody" : claim.writer());
    }
    return null;
  }

  /** What it read its intent back from, though it was deleted before the process can know. */
  private static List<SimRecord> lastLogThatItClaimedIn(SimWorld world, SimProcess process) {
    List<SimRecord> last = List.of();
    for (SimTopic topic : world.kafka().incarnations(SimWorld.STATE)) {
      List<SimRecord> log = topic.partitions().get(0).history();
      boolean claimed =
          log.stream()
              .anyMatch(each -> CLAIM.equals(each.key()) && each.writer().equals(process.name()));
      last = claimed ? log : last;
    }
    return last;
  }

  /** The one that counts: one that is not greater than each before it is void; null for none. */
  private static SimRecord claimAmong(SimWorld world, List<SimRecord> log) {
    SimRecord greatest = null;
    for (SimRecord record : log) {
      boolean counts =
          CLAIM.equals(record.key())
              && (greatest == null || epoch(world, record) > epoch(world, greatest));
      greatest = counts ? record : greatest;
    }
    return greatest;
  }

  private static long epoch(SimWorld world, SimRecord claim) {
    return world.kafka().read(claim, () -> SimCodec.read(Outgoing.Topic.STATE, claim)).epoch();
  }

  /** The epoch of the last claim in the bridges' log; -1 for none. */
  static long epoch(SimWorld world) {
    List<SimRecord> log =
        world.kafka().partition(SimWorld.STATE, 0).map(SimPartition::history).orElse(List.of());
    for (int i = log.size() - 1; i >= 0; i--) {
      if (CLAIM.equals(log.get(i).key())) {
        return epoch(world, log.get(i));
      }
    }
    return -1;
  }

  /** What the bridges' log says of the commands that have their result; null for nothing. */
  private static SettledCommands.Kept settled(SimWorld world) {
    SettledCommands.Kept last = null;
    long epoch = -1;
    for (SimRecord record :
        world.kafka().partition(SimWorld.STATE, 0).map(SimPartition::history).orElse(List.of())) {
      if (!CLAIM.equals(record.key()) && !StateKeys.COMMANDS.equals(record.key())) {
        continue;
      }
      LogRecord read =
          world.kafka().read(record, () -> SimCodec.read(Outgoing.Topic.STATE, record));
      if (read.epoch() >= epoch) {
        epoch = read.epoch();
        last = read.fact() instanceof Fact.CommandsSettled fact ? fact.kept() : last;
      }
    }
    return last;
  }

  /** Whether all records of a command have their result, so that no call may follow from it. */
  private static boolean isSettled(SettledCommands.Kept kept, List<Written> records) {
    return !records.isEmpty()
        && records.stream()
            .allMatch(
                each ->
                    each.topicId().equals(kept.topicId())
                        && isSettled(kept, each.record().offset()));
  }

  private static boolean isSettled(SettledCommands.Kept kept, long offset) {
    boolean settled = true;
    long end = kept.below();
    for (int i = 0; end <= offset && i < kept.above().size(); i++) {
      settled = !settled;
      end += kept.above().get(i);
    }
    return settled && offset < end;
  }

  /**
   * A topic that is made anew keeps its name, by which commits go: one by who cannot have noticed,
   * since it was on its way or its process paused, says whose it is to who reads on.
   */
  private static boolean isOfAnother(SimTopic commands, String mark) {
    return !mark.isEmpty() && !mark.equals(commands.id());
  }

  private static boolean isIntent(SimRecord record, String key, String writer) {
    return record.writer().equals(writer)
        && record.value() != null
        && !new String(record.value(), StandardCharsets.UTF_8).contains("\"outcome\"") // a refusal
        && (INTENT + key).equals(record.key());
  }

  @Override
  public String committed(SimWorld world, String topic, long offset) {
    if (!topic.equals(SimWorld.COMMANDS)) {
      return null;
    }
    SimTopic commands = world.kafka().topic(topic).orElse(null);
    if (commands == null || isOfAnother(commands, world.kafka().group().mark(topic))) {
      return null;
    }
    long end = commands.partitions().get(0).end();
    if (offset > end) {
      return "offset %d was committed, but the commands end at %d".formatted(offset, end);
    }
    long settled = settledUpTo.getOrDefault(commands.id(), -1L);
    if (offset <= settled) {
      return null;
    }
    Map<String, List<SimRecord>> now = results(world);
    for (List<Written> all : world.commands().byKey().values()) {
      for (Written each : all) {
        if (each.record().offset() < offset
            && each.record().offset() >= settled
            && each.topicId().equals(commands.id())
            && each.record().offset() >= commands.partitions().get(0).start()
            && world.commands().count(each)
            && !wasKept(world, each.key())
            && !now.containsKey(each.key())) {
          return "offset %d was committed, but command %s at %d has no result"
              .formatted(offset, each.key(), each.record().offset());
        }
      }
    }
    settledUpTo.put(commands.id(), offset);
    return null;
  }

  /** Whether it is a launch that waited and whose offset may be passed. */
  private static boolean wasKept(SimWorld world, String key) {
    return world.kafka().incarnations(SimWorld.STATE).stream()
        .flatMap(topic -> topic.partitions().stream())
        .flatMap(partition -> partition.history().stream())
        .anyMatch(record -> (LAUNCH + key).equals(record.key()) && record.value() != null);
  }

  private static boolean isToldToBePlacedAgain(SimWorld world, String key) {
    return world.kafka().history(SimWorld.UPDATES).stream()
        .filter(update -> key.equals(update.header(SimCodec.COMMAND_ID)))
        .anyMatch(update -> update.header(SimCodec.PLACED_AGAIN) != null);
  }

  /** All results that ever landed, by key. */
  Map<String, List<SimRecord>> results(SimWorld world) {
    for (SimTopic topic : world.kafka().incarnations(SimWorld.RESULTS)) {
      for (SimPartition partition : topic.partitions()) {
        List<SimRecord> history = partition.history();
        for (int i = known.getOrDefault(partition, 0); i < history.size(); i++) {
          results
              .computeIfAbsent(history.get(i).key(), key -> new ArrayList<>(1))
              .add(history.get(i));
        }
        known.put(partition, history.size());
      }
    }
    return results;
  }

  @Override
  public String atRest(SimWorld world) {
    return new SimAudit(world, results(world)).firstBroken();
  }

  /** The markers in a call's body, which name the commands that it follows from. */
  static List<String> markers(String body) {
    return MARKER.matcher(body).results().map(found -> found.group(1)).distinct().toList();
  }
}
