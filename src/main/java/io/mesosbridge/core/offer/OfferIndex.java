package io.mesosbridge.core.offer;

import io.mesosbridge.core.offer.Amount.Ranges;
import io.mesosbridge.core.offer.Amount.Scalar;
import io.mesosbridge.core.offer.OfferTree.Free;
import io.mesosbridge.core.offer.OfferTree.Node;
import io.mesosbridge.core.offer.OutstandingOffer.Content;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.function.Predicate;

/**
 * Free offers, among which the best one that fits, or that none does, is found by a look at about
 * as many as the logarithm of their number. There is a tree for each role, of which branches that
 * have too little are passed over, and of the others the most promising one is always next.
 */
class OfferIndex {

  private final Map<String, OfferTree> trees = new HashMap<>();
  private final Map<ResourceKind, Column> columns = new HashMap<>();
  private final BitSet columnsInUse = new BitSet();

  /** Which offer is wanted; of equals it is the one of the lowest number. */
  enum Goal {
    /** The one of lowest rank that fits. */
    LEAST_USED,
    /** The one that fits and has the least surplus. */
    SNUGGEST,
    /** The one with the least shortfall, which need not fit. */
    NEAREST
  }

  /**
   * A kind of scalars or ranges that some offers have; {@code at} is -1 when nodes do not know it.
   */
  private static final class Column {
    private final int at;
    private int offers;

    private Column(int at) {
      this.at = at;
    }
  }

  /** What may be the best: an offer, or one below a node, which has no better score then. */
  private record Candidate(double score, long number, Free offer, Node below)
      implements Comparable<Candidate> {
    @Override
    public int compareTo(Candidate other) {
      int byScore = Double.compare(score, other.score);
      return byScore == 0 ? Long.compare(number, other.number) : byScore;
    }
  }

  /** A demand as nodes are compared with it; what they do not know of is left out. */
  static final class Wanted {
    private final Goal goal;
    private final Demand demand;
    private final long newerThan;
    private final int[] at;
    private final long[] amounts;
    private final boolean[] scored;
    private int size;
    private boolean nowhere;

    private Wanted(Goal goal, Demand demand, long newerThan, Map<ResourceKind, Column> columns) {
      this.goal = goal;
      this.demand = demand;
      this.newerThan = newerThan;
      this.at = new int[demand.resources().amounts().size() + demand.ports().size()];
      this.amounts = new long[at.length];
      this.scored = new boolean[at.length];
      demand
          .resources()
          .amounts()
          .forEach((kind, amount) -> add(columns.get(kind), measure(amount), amount));
      demand.ports().forEach((kind, number) -> add(columns.get(kind), number, null));
    }

    private void add(Column column, long measure, Amount amount) {
      if (column != null && column.at >= 0 && measure >= 0) {
        at[size] = column.at;
        scored[size] = amount instanceof Scalar;
        amounts[size++] = measure;
      }
      nowhere |= column == null && measure > 0;
    }

    private boolean mayBeMetBelow(Node node) {
      if (node.newest <= newerThan || (nowhere && goal != Goal.NEAREST)) {
        return false;
      }
      for (int i = 0; i < size && goal != Goal.NEAREST; i++) {
        if (node.most[at[i]] < amounts[i]) {
          return false;
        }
      }
      return true;
    }

    private boolean isMetBy(Free free) {
      return free.number() > newerThan && (goal == Goal.NEAREST || demand.fits(free.offer()));
    }

    private double scoreOf(Free free) {
      return switch (goal) {
        case LEAST_USED -> free.rank();
        case SNUGGEST -> demand.surplusOf(free.offer());
        case NEAREST -> demand.shortfallOf(free.offer());
      };
    }

    /** No offer below the node has a lower score: each term of the sum is no less there. */
    private double scoreBelow(Node node) {
      double score = goal == Goal.LEAST_USED ? node.first.rank() : 0;
      for (int i = 0; i < size && goal != Goal.LEAST_USED; i++) {
        long difference = scored[i] ? differenceBelow(node, i) : 0;
        score += Math.max(0, difference) / (double) Math.max(1, amounts[i]);
      }
      return score;
    }

    private long differenceBelow(Node node, int i) {
      return goal == Goal.SNUGGEST ? node.least[at[i]] - amounts[i] : amounts[i] - node.most[at[i]];
    }
  }

  /** By what nodes compare an amount: thousandths, or how many numbers; negative for not at all. */
  private static long measure(Amount amount) {
    if (amount instanceof Scalar scalar) {
      return scalar.thousandths();
    }
    return amount instanceof Ranges ranges ? ranges.count() : -1;
  }

  /** Another free offer, of a number that no other has. */
  void add(Free free) {
    long[] amounts = new long[OfferTree.MOST_COLUMNS];
    free.offer()
        .resources()
        .amounts()
        .forEach(
            (kind, amount) -> {
              long measure = measure(amount);
              if (measure >= 0) {
                Column column = columns.computeIfAbsent(kind, any -> newColumn());
                column.offers++;
                if (column.at >= 0) {
                  amounts[column.at] = measure;
                }
              }
            });
    trees.computeIfAbsent(free.offer().role(), role -> newTree()).add(free, amounts);
  }

  /** Whether offers have resources of that name. */
  boolean knows(String name) {
    return columns.keySet().stream().anyMatch(kind -> kind.name().equals(name));
  }

  OfferTree newTree() {
    return new OfferTree();
  }

  private Column newColumn() {
    int at = columnsInUse.nextClearBit(0);
    if (at == OfferTree.MOST_COLUMNS) {
      return new Column(-1);
    }
    columnsInUse.set(at);
    return new Column(at);
  }

  /** The offer, which was added as it is, is free no longer. */
  void remove(Free free) {
    Content offer = free.offer();
    trees.computeIfPresent(
        offer.role(),
        (role, tree) -> {
          tree.remove(free);
          return tree.isEmpty() ? null : tree;
        });
    for (ResourceKind kind : offer.resources().amounts().keySet()) {
      Column column = columns.get(kind);
      if (column != null && --column.offers == 0) {
        columns.remove(kind);
        if (column.at >= 0) {
          columnsInUse.clear(column.at);
        }
      }
    }
  }

  /**
   * The offer that is wanted, if there is one.
   *
   * @param newerThan only offers of higher numbers count
   * @param usable only these count
   */
  Optional<Free> find(Goal goal, Demand demand, long newerThan, Predicate<Content> usable) {
    Wanted wanted = new Wanted(goal, demand, newerThan, columns);
    PriorityQueue<Candidate> candidates = new PriorityQueue<>();
    trees.forEach(
        (role, tree) -> {
          if (goal == Goal.NEAREST || demand.suits(role)) {
            add(candidates, tree.root(), wanted);
          }
        });
    while (!candidates.isEmpty()) {
      Candidate best = candidates.remove();
      Node node = best.below;
      if (node == null) {
        return Optional.of(best.offer);
      }
      if (goal == Goal.LEAST_USED
          && wanted.isMetBy(node.first)
          && usable.test(node.first.offer())) {
        return Optional.of(node.first);
      }
      if (wanted.isMetBy(node.free) && usable.test(node.free.offer())) {
        candidates.add(
            new Candidate(wanted.scoreOf(node.free), node.free.number(), node.free, null));
      }
      add(candidates, node.left, wanted);
      add(candidates, node.right, wanted);
    }
    return Optional.empty();
  }

  private void add(PriorityQueue<Candidate> candidates, Node node, Wanted wanted) {
    if (node != null && mayMeet(node, wanted)) {
      long number = wanted.goal == Goal.LEAST_USED ? node.first.number() : node.oldest;
      candidates.add(new Candidate(wanted.scoreBelow(node), number, null, node));
    }
  }

  /** Whether one below the node might be what is wanted; where not, none is. */
  boolean mayMeet(Node node, Wanted wanted) {
    return wanted.mayBeMetBelow(node);
  }
}
