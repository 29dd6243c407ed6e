package io.mesosbridge.app.api;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * Reads rows that are listed verbatim. An instance that stands by has them as their topics do,
 * where one that somebody else wrote stands until the next leader removes it.
 */
@Singleton
class RowReader {

  private static final Logger LOG = Logger.getLogger(RowReader.class);

  private final ObjectReader reader;

  RowReader(ObjectMapper mapper) {
    reader = mapper.reader().with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
  }

  /** The row; empty when it is no JSON object, which would break the list, not only its row. */
  Optional<JsonNode> read(String id, byte[] row) {
    try {
      JsonNode json = reader.readTree(row);
      if (json.isObject()) {
        return Optional.of(json);
      }
      LOG.debugf("Row %s is no JSON object and not listed", id);
    } catch (IOException noJson) {
      LOG.debugf(noJson, "Row %s is no JSON and not listed", id);
    }
    return Optional.empty();
  }
}
