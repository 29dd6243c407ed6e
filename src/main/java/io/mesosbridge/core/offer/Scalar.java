package io.mesosbridge.core.offer;

import java.math.BigDecimal;

/**
 * A number such as that of CPUs, in thousandths: Mesos, too, rounds to three decimal digits before
 * it compares, so that sums of 0.1 are exact.
 */
record Scalar(long thousandths) implements Amount {

  static Scalar of(double value) {
    return new Scalar(Math.max(0, Math.round(value * 1000)));
  }

  @Override
  public Scalar plus(Amount other) {
    long sum = thousandths + ((Scalar) other).thousandths;
    return new Scalar(sum < 0 ? Long.MAX_VALUE : sum);
  }

  @Override
  public Scalar minus(Amount other) {
    return new Scalar(Math.max(0, thousandths - ((Scalar) other).thousandths));
  }

  @Override
  public boolean contains(Amount other) {
    return thousandths >= ((Scalar) other).thousandths;
  }

  @Override
  public boolean isEmpty() {
    return thousandths == 0;
  }

  @Override
  public String toString() {
    return BigDecimal.valueOf(thousandths, 3).stripTrailingZeros().toPlainString();
  }
}
