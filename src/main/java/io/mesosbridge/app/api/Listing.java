package io.mesosbridge.app.api;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.mesosbridge.app.Tables;
import io.mesosbridge.app.api.Problem.ProblemException;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.EntityTag;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Request;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Response.Status;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;

/** One page of a list, by id: whoever turns pages while rows come and go misses none that stays. */
final class Listing {

  private static final JsonFactory JSON = new JsonFactory();
  private static final int USUAL = 100;
  private static final int MOST = 1_000;

  @Parameter(description = "How many rows at most, 1 to 1000; 100 unless told")
  @QueryParam("limit")
  Integer limit;

  @Parameter(description = "Rows whose id comes after this one, which is what `next` says")
  @QueryParam("after")
  String after;

  @Context Request request;

  /**
   * The page of those rows.
   *
   * @param id of a row, by which they are in order
   * @param json of a row, verbatim
   */
  <T> Response of(Tables tables, Stream<T> rows, Function<T, String> id, Function<T, byte[]> json) {
    int most = limit == null ? USUAL : limit;
    if (most < 1 || most > MOST) {
      throw ProblemException.of(
          Status.BAD_REQUEST, "limit is %d; write a number from 1 to %d".formatted(most, MOST));
    }
    List<T> all = rows.sorted(Comparator.comparing(id)).toList();
    List<T> left =
        all.stream().filter(row -> after == null || id.apply(row).compareTo(after) > 0).toList();
    List<T> page = left.subList(0, Math.min(most, left.size()));
    String next = page.size() == left.size() ? null : id.apply(page.get(page.size() - 1));
    return tagged(write(tables, all.size(), next, page.stream().map(json)));
  }

  private static byte[] write(Tables tables, int total, String next, Stream<byte[]> rows) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (JsonGenerator to = JSON.createGenerator(bytes)) {
      to.writeStartObject();
      to.writeBooleanField("leader", tables.leader());
      to.writeStringField("led_by", tables.ledBy().instance());
      to.writeNumberField("total", total);
      to.writeStringField("next", next);
      to.writeArrayFieldStart("items");
      for (byte[] row : (Iterable<byte[]>) rows::iterator) {
        to.writeRawValue(new String(row, StandardCharsets.UTF_8));
      }
      to.writeEndArray();
      to.writeEndObject();
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return bytes.toByteArray();
  }

  /** Not sent again to whoever has it. */
  private Response tagged(byte[] body) {
    EntityTag tag = new EntityTag(UUID.nameUUIDFromBytes(body).toString());
    Response.ResponseBuilder withoutList = request.evaluatePreconditions(tag);
    if (withoutList == null) {
      return Response.ok(body, MediaType.APPLICATION_JSON_TYPE).tag(tag).build();
    }
    Response unmet = withoutList.build();
    if (unmet.getStatus() == Status.PRECONDITION_FAILED.getStatusCode()) {
      throw ProblemException.of(
          Status.PRECONDITION_FAILED, "The list is no longer that of If-Match; ask without it");
    }
    return unmet;
  }
}
