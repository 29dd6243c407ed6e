package io.mesosbridge.core.offer;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.math.BigDecimal;

/**
 * On which agents a launch may be placed, in the words of Marathon. An agent that has nothing for
 * the field is none of them, but for UNLIKE.
 *
 * @param field {@code hostname}, {@code @hostname}, {@code @region}, {@code @zone} or the name of
 *     an attribute
 * @param operator what the agent's value must be like
 * @param value what it is held against, or null where the operator needs none
 * @param pattern of LIKE and UNLIKE, matched in time that grows with the text alone; else null
 */
public record Constraint(String field, Operator operator, String value, Pattern pattern) {

  /** What a value must be like, and whether one needs another to be held against. */
  public enum Operator {
    /** No other task of the group is where that value is. */
    UNIQUE(Need.NONE),
    /** All tasks of the group are where one value is, the given one, if any is. */
    CLUSTER(Need.OPTIONAL),
    /** The tasks are spread evenly over the values, of which there are so many at least. */
    GROUP_BY(Need.OPTIONAL),
    /** The value matches the regular expression, all of it. */
    LIKE(Need.REQUIRED),
    /** It does not. */
    UNLIKE(Need.REQUIRED),
    /** No more than so many tasks of the group are where that value is. */
    MAX_PER(Need.REQUIRED),
    /** It is that value; of numbers it is the same one. */
    IS(Need.REQUIRED);

    private final Need need;

    Operator(Need need) {
      this.need = need;
    }

    private boolean isNumber() {
      return this == GROUP_BY || this == MAX_PER;
    }
  }

  private enum Need {
    NONE,
    OPTIONAL,
    REQUIRED
  }

  /**
   * Makes one.
   *
   * @param value null for none
   * @throws IllegalArgumentException when the operator needs another value
   */
  public static Constraint of(String field, Operator operator, String value) {
    if (field.isEmpty()) {
      throw new IllegalArgumentException("names no field; write for example \"hostname\"");
    }
    if (value == null && operator.need == Need.REQUIRED) {
      throw new IllegalArgumentException(
          "has no value; write for example %s".formatted(example(field, operator)));
    }
    if (value != null && operator.need == Need.NONE) {
      throw new IllegalArgumentException(
          "has the value %s, but %s takes none".formatted(value, operator));
    }
    if (value != null && operator.isNumber() && !value.matches("[1-9][0-9]{0,8}")) {
      throw new IllegalArgumentException(
          "has the value %s; write a whole number above 0, for example %s"
              .formatted(value, example(field, operator)));
    }
    Pattern pattern = null;
    if (operator == Operator.LIKE || operator == Operator.UNLIKE) {
      pattern = Expression.compiled(value);
    }
    return new Constraint(field, operator, value, pattern);
  }

  private static String example(String field, Operator operator) {
    String value = operator.isNumber() ? "3" : operator == Operator.IS ? "a" : "a.*";
    return "[\"%s\", \"%s\", \"%s\"]".formatted(field, operator, value);
  }

  /**
   * Whether tasks may be launched there.
   *
   * @param group the tasks of the group that there are without them
   * @param tasks how many are to be launched
   */
  boolean allows(AgentInfo agent, GroupOfTasks group, int tasks) {
    String its = agent.valueOf(field);
    if (its == null) {
      return operator == Operator.UNLIKE;
    }
    return switch (operator) {
      case UNIQUE -> group.by(field).of(its) == 0;
      case CLUSTER ->
          (value == null || value.equals(its)) && group.by(field).of(its) == group.size();
      case GROUP_BY -> keepsEven(group.by(field), its);
      case LIKE -> pattern.matches(its);
      case UNLIKE -> !pattern.matches(its);
      case MAX_PER -> group.by(field).of(its) + tasks <= number();
      case IS -> value.equals(its) || isSameNumber(its);
    };
  }

  /** Whether tasks may ever be launched there, so many together, whatever else is where. */
  boolean mayAllow(AgentInfo agent, int tasks) {
    String its = agent.valueOf(field);
    if (its == null) {
      return operator == Operator.UNLIKE;
    }
    return switch (operator) {
      case UNIQUE, GROUP_BY -> true;
      case CLUSTER -> value == null || value.equals(its);
      case LIKE -> pattern.matches(its);
      case UNLIKE -> !pattern.matches(its);
      case MAX_PER -> tasks <= number();
      case IS -> value.equals(its) || isSameNumber(its);
    };
  }

  private boolean keepsEven(GroupTally tally, String its) {
    int here = tally.of(its);
    int atLeast = value == null ? 1 : number();
    return here == 0 || (tally.values() >= atLeast && here == tally.fewest());
  }

  /** The value of an operator that takes a number. */
  public int number() {
    return Integer.parseInt(value);
  }

  /** What it takes beside the record that it is of, in bytes. */
  int bytes() {
    return pattern == null ? 0 : Expression.bytes(pattern);
  }

  private boolean isSameNumber(String its) {
    try {
      return new BigDecimal(its).compareTo(new BigDecimal(value)) == 0;
    } catch (NumberFormatException noNumber) {
      return false;
    }
  }

  @Override
  public String toString() {
    return value == null
        ? "%s %s".formatted(field, operator)
        : "%s %s %s".formatted(field, operator, value);
  }

  /**
   * A user's regular expression. RE2 matches in time that grows with the text, but writes
   * repetitions out, one within the other, and goes as deep into the stack as a part that may match
   * nothing is long.
   */
  private static final class Expression {

    /** Letters times repetitions, since compiling takes memory and a deep stack already. */
    private static final long MOST_WRITTEN_OUT = 4_000;

    private static final int MOST_STEPS = 1_000;

    /** A class of Unicode has a table of hundreds of ranges. */
    private static final int STEPS_OF_A_CLASS = 100;

    /** With what a step takes while it is matched, as measured. */
    private static final int BYTES_OF_A_STEP = 100;

    private static final Pattern REPETITION = Pattern.compile("[{]([0-9]{1,9}),?([0-9]{0,9})[}]");
    private static final Pattern CLASS = Pattern.compile("\\\\[pP]");

    private Expression() {}

    static Pattern compiled(String expression) {
      long copies = 1;
      Matcher repetition = REPETITION.matcher(expression);
      while (repetition.find()) {
        String most = repetition.group(2).isEmpty() ? repetition.group(1) : repetition.group(2);
        copies = Math.min(MOST_WRITTEN_OUT, copies * Math.max(1, Long.parseLong(most)));
      }
      if (copies * expression.length() > MOST_WRITTEN_OUT) {
        throw tooCostly(expression);
      }
      try {
        Pattern pattern = Pattern.compile(expression);
        if (steps(pattern) > MOST_STEPS) {
          throw tooCostly(expression);
        }
        return pattern;
      } catch (PatternSyntaxException wrong) {
        throw new IllegalArgumentException(
            "has %s, which is no regular expression of RE2: %s"
                .formatted(expression, wrong.getMessage()),
            wrong);
      }
    }

    static int bytes(Pattern pattern) {
      return steps(pattern) * BYTES_OF_A_STEP;
    }

    private static int steps(Pattern pattern) {
      int steps = pattern.programSize();
      for (Matcher classes = CLASS.matcher(pattern.pattern()); classes.find(); ) {
        steps += STEPS_OF_A_CLASS;
      }
      return steps;
    }

    private static IllegalArgumentException tooCostly(String expression) {
      return new IllegalArgumentException(
          "has %s, which is too long once its repetitions are written out; write for example a.*"
              .formatted(expression));
    }
  }
}
