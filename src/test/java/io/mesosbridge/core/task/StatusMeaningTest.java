package io.mesosbridge.core.task;

import static org.assertj.core.api.Assertions.assertThat;

import io.mesosbridge.core.mesos.Event.TaskStatus;
import io.mesosbridge.core.task.StatusMeaning.Known;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every combination of what Mesos may say and what may be known is named by exactly one row.
 *
 * <p>In a row, {@code -} stands for whatever, {@code |} for or, {@code !} for anything but. What is
 * known: "nothing", a row in the "same" state or another one ("other") or of a launch of which
 * nothing was heard yet ("staging"), each of the command that may be in doubt; a row of another
 * command ("foreign"); or that the task "ended".
 */
class StatusMeaningTest {

  private static final String TABLE =
      """
      # uuid    reason  state           known          doubt asked ours late  meaning
      repeated  -       -               -              -     -     -    -     REPEATED
      new       -       -               !foreign       yes   -     -    -     PROVES
      new       -       -               foreign        yes   -     -    -     NEWS
      new       -       -               -              no    -     -    -     NEWS

      # late: a question was asked before the launch, or the task was done at another agent than
      # that of the row: the answer is of no task of that launch
      none      recon   done|dropped|lost|op|unknown -         -     yes   -    yes   ANSWERS
      none      recon   done|dropped|lost|op|unknown -         -     no    -    yes   NOBODYS
      none      back    done|dropped|lost|op    -              -     yes   -    yes   ANSWERS
      none      back    done|dropped|lost|op    -              -     no    -    yes   NOBODYS

      # a launch is in doubt, and a row of it proves it, or no row explains the status
      none      recon   lost|op|unknown same|other|staging yes -   -    no    PROVES
      none      recon   runs|away       same|other|staging yes -   -    -     PROVES
      none      recon   done|dropped            same|other|staging yes -   -    no    PROVES
      none      offers|invalid|other|removed - same|other|staging yes - - -   PROVES
      none      back    runs|away|unknown same|other|staging yes - -    -     PROVES
      none      back    done|dropped|lost|op    same|other|staging yes -   -    no    PROVES
      none      recon   lost|unknown    nothing|ended  yes   -     -    no    DENIES
      none      recon   op              nothing|ended  yes   -     -    no    UNCLEAR
      none      recon   away            nothing|ended  yes   -     -    -     UNCLEAR
      none      recon   runs            nothing|ended  yes   -     -    -     PROVES
      none      recon   done|dropped            nothing        yes   -     -    no    PROVES
      none      recon   done|dropped            ended          yes   -     -    no    UNCLEAR
      none      offers  dropped|lost|op|unknown nothing|ended  yes   -     -    -     DENIES
      none      offers  runs|done|away  nothing|ended  yes   -     -    -     PROVES
      none      invalid|other !away     nothing|ended  yes   -     -    -     PROVES
      none      removed !away           nothing        yes   -     -    -     PROVES
      none      removed -               ended          yes   -     -    -     UNCLEAR
      none      back    runs|unknown    nothing|ended  yes   -     -    -     PROVES
      none      invalid|other|removed|back away nothing yes  -     -    -     PROVES
      none      invalid|other|back away ended          yes   -     -    -     UNCLEAR
      none      back    done|dropped|lost|op    nothing        yes   -     -    no    PROVES
      none      back    done|dropped|lost|op    ended          yes   -     -    no    UNCLEAR

      # no launch in doubt explains it: the master refuses a launch, or tells of an end by itself
      none      offers|invalid -        nothing|staging|ended no - -    -     NEWS
      none      offers|invalid -        same|other|foreign    no - -    -     ANSWERS
      none      offers|invalid -        foreign        yes   -     -    -     ANSWERS
      none      other|removed -         -              no    -     -    -     NEWS
      none      other|removed -         foreign        yes   -     -    -     NEWS
      none      back    runs|away|unknown -            no    -     -    -     NEWS
      none      back    runs|away|unknown foreign      yes   -     -    -     NEWS
      none      back    done|dropped|lost|op    -              no    -     -    no    NEWS
      none      back    done|dropped|lost|op    foreign        yes   -     -    no    NEWS

      # no launch in doubt explains it: an answer
      none      recon   runs            nothing|ended  no    -     -    -     NEWS
      none      recon   away            nothing|ended  no    yes   -    -     ANSWERS
      none      recon   away            ended          no    no    -    -     NOBODYS
      none      recon   away            nothing        no    no    yes  -     NOBODYS
      none      recon   away            nothing        no    no    no   -     ANSWERS
      none      recon   done|dropped|lost|op|unknown nothing|ended no yes  -    no    ANSWERS
      none      recon   done|dropped|lost|op|unknown ended     no    no    -    no    NOBODYS
      none      recon   done|dropped|lost|op|unknown nothing   no    no    yes  no    NOBODYS
      none      recon   done|dropped|lost|op|unknown nothing   no    no    no   no    ANSWERS
      none      recon   runs|away       same           no    yes   -    -     ANSWERS
      none      recon   runs|away       same           no    no    -    -     CONFIRMS
      none      recon   done|dropped|lost|op|unknown same      no    yes   -    no    ANSWERS
      none      recon   done|dropped|lost|op|unknown same      no    no    -    no    CONFIRMS
      none      recon   runs|away       other|staging|foreign no - -    -     NEWS
      none      recon   runs|away       foreign        yes   -     -    -     NEWS
      none      recon   done|dropped|lost|op|unknown other|staging|foreign no - - no  NEWS
      none      recon   done|dropped|lost|op|unknown foreign   yes   -     -    no    NEWS
      """;

  private static final List<String> COLUMNS =
      List.of("uuid", "reason", "state", "known", "doubt", "asked", "ours", "late");

  private static final Map<String, List<String>> VALUES = new LinkedHashMap<>();

  /** What TASK_GONE_BY_OPERATOR is for a framework that is not PARTITION_AWARE. */
  private static final String GONE = "TASK_LOST, gone";

  private static final Map<String, List<String>> STATES =
      Map.of(
          "runs", List.of("TASK_RUNNING", "TASK_KILLING", "TASK_OF_A_LATER_VERSION"),
          "done", List.of("TASK_FINISHED", "TASK_FAILED", "TASK_KILLED", "TASK_ERROR"),
          "dropped", List.of("TASK_DROPPED"),
          "lost", List.of("TASK_LOST", "TASK_GONE"),
          "op", List.of("TASK_GONE_BY_OPERATOR", GONE),
          "away", List.of("TASK_UNREACHABLE"),
          "unknown", List.of("TASK_UNKNOWN"));

  private static final Map<String, List<String>> REASONS =
      Map.of(
          "recon", List.of("REASON_RECONCILIATION"),
          "offers", List.of("REASON_INVALID_OFFERS"),
          "invalid",
              List.of(
                  "REASON_TASK_INVALID",
                  "REASON_TASK_UNAUTHORIZED",
                  "REASON_TASK_GROUP_INVALID",
                  "REASON_TASK_GROUP_UNAUTHORIZED"),
          "back", List.of("REASON_AGENT_REREGISTERED"),
          "removed", List.of("REASON_AGENT_REMOVED", "REASON_AGENT_REMOVED_BY_OPERATOR"),
          "other", List.of("REASON_AGENT_DISCONNECTED", "none"));

  static {
    List<String> yesOrNo = List.of("yes", "no");
    VALUES.put("uuid", List.of("new", "repeated", "none"));
    VALUES.put("reason", List.copyOf(REASONS.keySet()));
    VALUES.put("state", List.copyOf(STATES.keySet()));
    VALUES.put("known", List.of("nothing", "same", "other", "staging", "foreign", "ended"));
    VALUES.put("doubt", yesOrNo);
    VALUES.put("asked", yesOrNo);
    VALUES.put("ours", yesOrNo);
    VALUES.put("late", yesOrNo);
  }

  record Row(List<String> cells) {
    boolean names(Map<String, String> combination) {
      return COLUMNS.stream()
          .allMatch(column -> fits(cells.get(COLUMNS.indexOf(column)), combination.get(column)));
    }

    private static boolean fits(String cell, String value) {
      return cell.equals("-")
          || (cell.startsWith("!")
              ? !cell.equals("!" + value)
              : List.of(cell.split("\\|")).contains(value));
    }

    StatusMeaning meaning() {
      return StatusMeaning.valueOf(cells.get(COLUMNS.size()));
    }

    @Override
    public String toString() {
      return String.join(" ", cells);
    }
  }

  private static final List<Row> ROWS =
      TABLE
          .lines()
          .filter(line -> !line.isBlank() && !line.startsWith("#"))
          .map(line -> new Row(Arrays.asList(line.split(" +"))))
          .toList();

  static List<Row> rows() {
    return ROWS;
  }

  @ParameterizedTest
  @MethodSource("rows")
  void eachCombinationMeansWhatItsRowSays(Row row) {
    // When
    List<Map<String, String>> combinations = combinations().stream().filter(row::names).toList();

    // Then
    assertThat(combinations)
        .isNotEmpty()
        .allSatisfy(
            combination ->
                assertThat(meanings(combination))
                    .as("%s", combination)
                    .containsOnly(row.meaning()));
  }

  @Test
  void everyCombinationIsNamedOnceAndEveryMeaningIsReached() {
    // When
    List<Map<String, String>> combinations = combinations();

    // Then
    assertThat(combinations)
        .hasSize(3 * 6 * 7 * 6 * 16)
        .allSatisfy(
            combination ->
                assertThat(ROWS.stream().filter(row -> row.names(combination)).toList())
                    .as("%s", combination)
                    .hasSize(1));
    assertThat(ROWS.stream().map(Row::meaning)).contains(StatusMeaning.values());
  }

  private static List<Map<String, String>> combinations() {
    List<Map<String, String>> combinations = List.of(Map.of());
    for (String column : COLUMNS) {
      List<Map<String, String>> longer = new ArrayList<>();
      for (Map<String, String> shorter : combinations) {
        for (String value : VALUES.get(column)) {
          Map<String, String> combination = new LinkedHashMap<>(shorter);
          combination.put(column, value);
          longer.add(combination);
        }
      }
      combinations = longer;
    }
    return combinations;
  }

  /** What the combination means in all states and for all reasons that it stands for. */
  private static List<StatusMeaning> meanings(Map<String, String> combination) {
    List<StatusMeaning> meanings = new ArrayList<>();
    for (String state : STATES.get(combination.get("state"))) {
      for (String reason : REASONS.get(combination.get("reason"))) {
        boolean isLate = combination.get("late").equals("yes");
        meanings.add(meaning(combination, state, reason, "agent-1", isLate));
        boolean isEnd = combination.get("state").equals("done");
        if (isLate && isEnd && row(combination.get("known"), state) != null) {
          meanings.add(meaning(combination, state, reason, "agent-2", false));
        }
      }
    }
    return meanings;
  }

  private static StatusMeaning meaning(
      Map<String, String> combination,
      String state,
      String reason,
      String agentId,
      boolean isLate) {
    String uuid = combination.get("uuid").equals("none") ? null : "u-1";
    boolean gone = state.equals(GONE);
    String name = gone ? "TASK_LOST" : state;
    String why = reason.equals("none") ? null : reason;
    TaskStatus status = new TaskStatus("web", name, agentId, null, uuid, why, 0, false, gone);
    return StatusMeaning.of(
        status,
        new Known(
            combination.get("uuid").equals("repeated"),
            row(combination.get("known"), name),
            combination.get("known").equals("ended"),
            combination.get("doubt").equals("yes") ? "launch" : null,
            combination.get("asked").equals("yes"),
            combination.get("ours").equals("yes"),
            isLate));
  }

  private static LiveTask row(String known, String state) {
    return switch (known) {
      case "same" -> row(state, "u-0", "launch");
      case "other" -> row("TASK_STARTING", "u-0", "launch");
      case "staging" -> row("TASK_STAGING", null, "launch");
      case "foreign" -> row("TASK_STARTING", "u-0", "former");
      default -> null;
    };
  }

  private static LiveTask row(String state, String uuid, String commandId) {
    return new LiveTask(
        "web", state, "agent-1", null, uuid, "", commandId, "web", null, null, null, null, null,
        null);
  }
}
