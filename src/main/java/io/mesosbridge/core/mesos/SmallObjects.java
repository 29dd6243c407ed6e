package io.mesosbridge.core.mesos;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;

/**
 * Makes JSON objects with room for few fields, since a command may have some hundred thousand of
 * one or two.
 */
public final class SmallObjects extends JsonNodeFactory {

  private static final long serialVersionUID = 1L;
  private static final int FIELDS = 2;

  @Override
  public ObjectNode objectNode() {
    return new ObjectNode(this, new LinkedHashMap<>(FIELDS));
  }
}
