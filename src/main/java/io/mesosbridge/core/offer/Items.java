package io.mesosbridge.core.offer;

import java.util.Set;
import java.util.TreeSet;

/** Named things, of each of which there is one. */
record Items(Set<String> items) implements Amount {

  @Override
  public Items plus(Amount other) {
    Set<String> both = new TreeSet<>(items);
    both.addAll(((Items) other).items);
    return new Items(both);
  }

  @Override
  public Items minus(Amount other) {
    Set<String> left = new TreeSet<>(items);
    left.removeAll(((Items) other).items);
    return new Items(left);
  }

  @Override
  public boolean contains(Amount other) {
    return items.containsAll(((Items) other).items);
  }

  @Override
  public boolean isEmpty() {
    return items.isEmpty();
  }

  @Override
  public String toString() {
    return "{" + String.join(",", items) + "}";
  }
}
