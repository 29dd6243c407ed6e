package io.mesosbridge.core.offer;

/** How much there is of a resource; amounts of one {@link ResourceKind} are of one class. */
public sealed interface Amount permits Scalar, Ranges, Items {

  /** Both together. */
  Amount plus(Amount other);

  /** What is left when the other is taken; what is not there cannot be taken. */
  Amount minus(Amount other);

  /** Whether all of the other is there. */
  boolean contains(Amount other);

  /** Whether there is nothing. */
  boolean isEmpty();
}
