package io.mesosbridge.sandbox.mesos.resources;

import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.util.Set;
import java.util.TreeSet;

/** How much of one kind of resource there is. */
sealed interface SimAmount permits SimAmount.Scalar, SimRanges, SimAmount.Items {

  SimAmount plus(SimAmount other);

  SimAmount minus(SimAmount other);

  boolean contains(SimAmount other);

  boolean isEmpty();

  /** The value as Mesos prints it, such as {@code 3.9} or {@code [31000-32000]}. */
  String text();

  /** Adds {@code type} and the value to a resource. */
  void writeTo(ObjectNode resource);

  /** A quantity in thousandths, the fixed point in which Mesos itself counts. */
  record Scalar(long thousandths) implements SimAmount {
    /** More than any cluster has, and few enough for sums of many of them. */
    private static final long MOST = 1L << 50;

    static Scalar of(double value) {
      return new Scalar(Math.max(-MOST, Math.min(MOST, Math.round(value * 1000))));
    }

    /** As Mesos writes it in JSON: without exponent, with at least one decimal. */
    private DecimalNode json() {
      BigDecimal exact = BigDecimal.valueOf(thousandths, 3).stripTrailingZeros();
      return DecimalNode.valueOf(exact.setScale(Math.max(1, exact.scale())));
    }

    @Override
    public SimAmount plus(SimAmount other) {
      return new Scalar(thousandths + ((Scalar) other).thousandths);
    }

    @Override
    public SimAmount minus(SimAmount other) {
      return new Scalar(thousandths - ((Scalar) other).thousandths);
    }

    @Override
    public boolean contains(SimAmount other) {
      return other instanceof Scalar scalar && thousandths >= scalar.thousandths;
    }

    @Override
    public boolean isEmpty() {
      return thousandths <= 0;
    }

    @Override
    public String text() {
      return BigDecimal.valueOf(thousandths, 3).stripTrailingZeros().toPlainString();
    }

    @Override
    public void writeTo(ObjectNode resource) {
      resource.put("type", "SCALAR").putObject("scalar").set("value", json());
    }
  }

  /** A set of names. */
  record Items(Set<String> names) implements SimAmount {
    @Override
    public SimAmount plus(SimAmount other) {
      Set<String> sum = new TreeSet<>(names);
      sum.addAll(((Items) other).names);
      return new Items(sum);
    }

    @Override
    public SimAmount minus(SimAmount other) {
      Set<String> rest = new TreeSet<>(names);
      rest.removeAll(((Items) other).names);
      return new Items(rest);
    }

    @Override
    public boolean contains(SimAmount other) {
      return other instanceof Items items && names.containsAll(items.names);
    }

    @Override
    public boolean isEmpty() {
      return names.isEmpty();
    }

    @Override
    public String text() {
      return "{" + String.join(", ", names) + "}";
    }

    @Override
    public void writeTo(ObjectNode resource) {
      var items = JsonNodeFactory.instance.arrayNode();
      names.forEach(items::add);
      resource.put("type", "SET").putObject("set").set("item", items);
    }
  }
}
