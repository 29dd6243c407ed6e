package io.mesosbridge.core.offer;

import io.mesosbridge.core.offer.Amount.Scalar;
import io.mesosbridge.core.offer.OutstandingOffer.Content;
import java.util.Map;

/**
 * Offers in a balanced tree, those that have about as much of CPUs and memory side by side, in
 * which each node knows what those below it have.
 */
class OfferTree {

  /** So many kinds of scalars are compared by node. */
  static final int MOST_COLUMNS = 8;

  private Node root;

  /**
   * What is left of an offer.
   *
   * @param number its own, higher than that of all before
   * @param rank how many tasks there were on the agent
   */
  record Free(Content offer, long number, int rank) {}

  /** An offer in its tree, and what is known of those below it, itself included. */
  static final class Node {
    final Free free;
    private final int place;
    private final int priority;
    private final long[] amounts;
    final long[] most = new long[MOST_COLUMNS];
    final long[] least = new long[MOST_COLUMNS];
    Free first;
    long oldest;
    long newest;
    Node left;
    Node right;

    private Node(Free free, long[] amounts) {
      this.free = free;
      this.amounts = amounts;
      this.place = placeOf(free.offer().resources());
      this.priority = priorityOf(free.number());
    }

    private boolean isBefore(int otherPlace, long number) {
      return place == otherPlace ? free.number < number : place < otherPlace;
    }

    private void include(Node child) {
      if (child == null) {
        return;
      }
      for (int i = 0; i < MOST_COLUMNS; i++) {
        most[i] = Math.max(most[i], child.most[i]);
        least[i] = Math.min(least[i], child.least[i]);
      }
      oldest = Math.min(oldest, child.oldest);
      newest = Math.max(newest, child.newest);
      boolean isFirst =
          child.first.rank == first.rank
              ? child.first.number < first.number
              : child.first.rank < first.rank;
      first = isFirst ? child.first : first;
    }
  }

  /** Below it are all offers; null for none. */
  Node root() {
    return root;
  }

  boolean isEmpty() {
    return root == null;
  }

  /**
   * Adds an offer.
   *
   * @param amounts what it has, for each column
   */
  void add(Free free, long[] amounts) {
    root = with(root, new Node(free, amounts));
  }

  /** Takes the offer out, which was added as it is. */
  void remove(Free free) {
    root = without(placeOf(free.offer().resources()), free.number(), root);
  }

  private Node with(Node root, Node added) {
    if (root == null) {
      return renewed(added);
    }
    if (added.priority > root.priority) {
      split(root, added);
      return renewed(added);
    }
    if (added.isBefore(root.place, root.free.number)) {
      root.left = with(root.left, added);
    } else {
      root.right = with(root.right, added);
    }
    return renewed(root);
  }

  /** Hangs all below the root on both sides of the node. */
  private void split(Node root, Node at) {
    if (root == null) {
      at.left = null;
      at.right = null;
    } else if (root.isBefore(at.place, at.free.number)) {
      split(root.right, at);
      root.right = at.left;
      at.left = renewed(root);
    } else {
      split(root.left, at);
      root.left = at.right;
      at.right = renewed(root);
    }
  }

  private Node without(int place, long number, Node root) {
    if (root.free.number == number) {
      return joined(root.left, root.right);
    }
    if (root.isBefore(place, number)) {
      root.right = without(place, number, root.right);
    } else {
      root.left = without(place, number, root.left);
    }
    return renewed(root);
  }

  private Node joined(Node left, Node right) {
    if (left == null || right == null) {
      return left == null ? right : left;
    }
    if (left.priority > right.priority) {
      left.right = joined(left.right, right);
      return renewed(left);
    }
    right.left = joined(left, right.left);
    return renewed(right);
  }

  /** Something below the node is other than it was. */
  Node renewed(Node node) {
    System.arraycopy(node.amounts, 0, node.most, 0, MOST_COLUMNS);
    System.arraycopy(node.amounts, 0, node.least, 0, MOST_COLUMNS);
    node.first = node.free;
    node.oldest = node.free.number;
    node.newest = node.free.number;
    node.include(node.left);
    node.include(node.right);
    return node;
  }

  /** Alike for resources that have about as much of CPUs and as much memory, by its higher bits. */
  private static int placeOf(Resources resources) {
    return spread(magnitude("cpus", resources)) | spread(magnitude("mem", resources)) << 1;
  }

  /** The exponent and four bits more. */
  private static int magnitude(String name, Resources resources) {
    float sum = 0;
    for (Map.Entry<ResourceKind, Amount> each : resources.amounts().entrySet()) {
      if (each.getValue() instanceof Scalar scalar && each.getKey().name().equals(name)) {
        sum += scalar.thousandths();
      }
    }
    return Float.floatToIntBits(sum) >>> 19;
  }

  /** Twelve bits with a free one before each. */
  private static int spread(int bits) {
    int spread = (bits | bits << 8) & 0x00FF00FF;
    spread = (spread | spread << 4) & 0x0F0F0F0F;
    spread = (spread | spread << 2) & 0x33333333;
    return (spread | spread << 1) & 0x55555555;
  }

  /** As if drawn, so that the trees are about as high as the logarithm of their sizes. */
  private static int priorityOf(long number) {
    long mixed = (number ^ number >>> 33) * 0xff51afd7ed558ccdL;
    mixed = (mixed ^ mixed >>> 33) * 0xc4ceb9fe1a85ec53L;
    return (int) (mixed ^ mixed >>> 33);
  }
}
