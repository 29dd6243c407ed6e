package io.mesosbridge.mesos;

import io.mesosbridge.core.mesos.Event;
import io.mesosbridge.core.mesos.Event.EventRecord;
import io.mesosbridge.core.mesos.Event.Slice;
import io.mesosbridge.core.mesos.EventReader;
import io.mesosbridge.core.mesos.Happening.Cause;
import io.mesosbridge.core.mesos.Salvage;
import io.mesosbridge.core.mesos.SubscribeCall;
import io.netty.buffer.ByteBuf;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.impl.ContextInternal;
import java.net.URI;
import java.util.Locale;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * One attempt at a stream, with a client of its own: closing it closes its connection, and nothing
 * of it is heard afterwards.
 */
final class StreamConnection {

  private static final Logger LOG = Logger.getLogger(StreamConnection.class);
  private static final EventReader EVENTS = new EventReader();
  private static final String STREAM_ID = "Mesos-Stream-Id";
  private static final int UNAUTHORIZED = 401;
  private static final String NOT_THE_API =
      ", expected application/json: is this the API of a master?";

  /** Whoever sends so many in a row is no master; each of them costs a record in Kafka. */
  private static final int MOST_UNREADABLE = 100;

  private final Context context;
  private final HttpClient client;
  private final SubscriptionSettings settings;
  private final SubscriptionMetrics metrics;
  private final HttpTransport.Owner owner;
  private final long attempt;
  private String streamId;
  private long sequence;
  private int unreadableInARow;
  private boolean complained;
  private boolean warned;
  private boolean closed;

  StreamConnection(
      Context context,
      SubscriptionSettings settings,
      SubscriptionMetrics metrics,
      HttpTransport.Owner owner,
      long attempt) {
    this.context = context;
    this.client = context.owner().createHttpClient(settings.clientOptions());
    this.settings = settings;
    this.metrics = metrics;
    this.owner = owner;
    this.attempt = attempt;
  }

  /** Sends SUBSCRIBE, or says why not, once whoever wants that has returned. */
  void open(URI master, SubscribeCall subscribe) {
    context.runOnContext(
        start -> {
          if (subscribe.refusal() != null) {
            end(Cause.REFUSED, subscribe.refusal());
          } else if (!closed) {
            Future.succeededFuture(settings.post(master))
                .compose(client::request) // here, what it throws is a failure of the attempt, too
                .compose(request -> send(request, Buffer.buffer(subscribe.json())))
                .onSuccess(this::onHead)
                .onFailure(this::onFailure);
          }
        });
  }

  /** The Mesos-Stream-Id, or null before the stream has begun. */
  String streamId() {
    return streamId;
  }

  /** Gives the attempt up, silently. */
  void close() {
    if (!closed) {
      closed = true;
      client.close();
    }
  }

  private Future<HttpClientResponse> send(HttpClientRequest request, Buffer body) {
    request.exceptionHandler(this::onFailure);
    return request.send(body);
  }

  private void onHead(HttpClientResponse response) {
    if (closed) {
      return;
    }
    response.exceptionHandler(this::onFailure);
    if (response.statusCode() == 200) {
      foreign(response.getHeader("Content-Type"), response.getHeader(STREAM_ID))
          .ifPresentOrElse(why -> end(Cause.UNEXPECTED_ANSWER, why), () -> read(response));
    } else {
      owner.input((subscription, now) -> subscription.heard(attempt, now));
      HttpTransport.text(response, this::onFailure, text -> onRefusal(response, text));
    }
  }

  /** Why what comes is no stream of events in JSON, if its head says so. */
  private static Optional<String> foreign(String type, String id) {
    if (type == null && id == null) {
      return Optional.of("200 without Content-Type and " + STREAM_ID + NOT_THE_API);
    }
    String lower = type == null ? "json" : type.toLowerCase(Locale.ROOT);
    if (lower.contains("json") || lower.startsWith("application/recordio")) {
      return Optional.empty();
    }
    String what =
        lower.contains("html")
            ? "a page: something else than a master answers at that URL"
            : lower.contains("protobuf")
                ? "protobuf, although JSON was asked for"
                : "no stream of events in JSON" + NOT_THE_API;
    return Optional.of("200 with Content-Type " + type + ", which is " + what);
  }

  private void onRefusal(HttpClientResponse response, String text) {
    if (response.statusCode() == UNAUTHORIZED && settings.credentials().mayChange()) {
      String why = ("401 " + text).strip() + ", and " + settings.credentials().remedy();
      end(Cause.UNEXPECTED_ANSWER, why);
    } else if (!closed) {
      close();
      int status = response.statusCode();
      String location = response.getHeader("Location");
      boolean isMasters = status == 307 || location == null;
      String said = isMasters ? text : "to " + location + ", which is not followed " + text;
      owner.input(
          (subscription, now) ->
              subscription.refused(attempt, status, said.strip(), location, now));
    }
  }

  private void read(HttpClientResponse response) {
    streamId = response.getHeader(STREAM_ID);
    RecordDecoder decoder = new RecordDecoder(settings.maxRecordSize(), this::onRecord);
    BodyTap.open(response, (ContextInternal) context, chunk -> onChunk(decoder, chunk));
    response.endHandler(end -> end(Cause.END_OF_STREAM, "the stream ended " + decoder.position()));
    owner.input((subscription, now) -> subscription.opened(attempt, streamId, now));
  }

  private void onChunk(RecordDecoder decoder, ByteBuf chunk) {
    if (closed) {
      return;
    }
    try {
      decoder.decode(chunk);
    } catch (RecordDecoder.BrokenStreamException e) {
      Cause cause =
          switch (e.problem()) {
            case GARBAGE -> Cause.GARBAGE;
            case TOO_LARGE -> Cause.RECORD_TOO_LARGE;
          };
      end(cause, e.getMessage());
    } catch (RuntimeException | Error unforeseen) {
      owner.input(
          (subscription, now) -> {
            throw unforeseen;
          });
    }
  }

  /** Is read as part of the input, so that whoever handles errors hears of each. */
  private void onRecord(Slice record) {
    if (!closed) {
      owner.input((subscription, now) -> subscription.record(attempt, read(record), now));
    }
  }

  private EventRecord read(Slice original) {
    sequence++;
    Slice record = original;
    Event event = EVENTS.read(record);
    if (event instanceof Event.Unreadable) {
      Optional<Slice> repaired = Salvage.inUtf8(original);
      if (repaired.isPresent()) {
        record = repaired.get();
        event = EVENTS.read(record);
        onRepaired();
      }
    }
    metrics.record(event.type(), record.length());
    if (event instanceof Event.Unreadable unreadable) {
      onUnreadable(unreadable.why());
    } else {
      unreadableInARow = 0;
    }
    return new EventRecord(streamId, sequence, record, event);
  }

  private void onRepaired() {
    if (!warned) {
      warned = true;
      LOG.warnf(
          "Record %d of stream %s is not in UTF-8, such as an attribute of an agent or a message of"
              + " a task: what is not is passed on as question marks. Of further ones of this"
              + " stream nothing is told",
          sequence, streamId);
    }
  }

  /** Is counted, but told once: a stream of nothing else would fill the disk. */
  private void onUnreadable(String why) {
    unreadableInARow++;
    if (!complained) {
      complained = true;
      LOG.errorf(
          "Record %d of stream %s is no event: %s. Further ones of this stream are only counted",
          (Object) sequence, streamId, why);
    }
    if (unreadableInARow == MOST_UNREADABLE) {
      end(Cause.GARBAGE, MOST_UNREADABLE + " records in a row were no events, the last: " + why);
    }
  }

  private void onFailure(Throwable failure) {
    HttpTransport.tlsProblem(failure)
        .ifPresentOrElse(
            problem -> end(Cause.TLS_FAILED, problem),
            () -> end(Cause.CONNECTION_LOST, String.valueOf(failure.getMessage())));
  }

  private void end(Cause cause, String why) {
    if (!closed) {
      close();
      owner.input((subscription, now) -> subscription.ended(attempt, cause, why, now));
    }
  }
}
