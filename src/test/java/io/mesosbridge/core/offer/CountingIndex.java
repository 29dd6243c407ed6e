package io.mesosbridge.core.offer;

/** Counts the offers that are looked at, be it to find one or to keep the index in step. */
final class CountingIndex extends OfferIndex {

  private long looks;

  /** How many were since the last time. */
  long takeLooks() {
    long since = looks;
    looks = 0;
    return since;
  }

  @Override
  boolean mayMeet(OfferTree.Node node, Wanted wanted) {
    looks++;
    return super.mayMeet(node, wanted);
  }

  @Override
  OfferTree newTree() {
    return new OfferTree() {
      @Override
      Node renewed(Node node) {
        looks++;
        return super.renewed(node);
      }
    };
  }
}
