package io.mesosbridge.mesos.subscription;

import io.mesosbridge.core.mesos.EventRecord;
import io.mesosbridge.mesos.recordio.BrokenStreamException;
import io.mesosbridge.mesos.recordio.RecordDecoder;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import java.net.URI;
import java.time.Duration;
import java.util.function.Consumer;
import org.jboss.logging.Logger;

/**
 * One attempt at a stream, with a client of its own: closing it closes its connection, and nothing
 * of it is heard afterwards.
 */
final class StreamConnection {

  private static final Logger LOG = Logger.getLogger(StreamConnection.class);

  private final HttpClient client;
  private final SubscriptionSettings settings;
  private final RecordReader reader;
  private final Consumer<EventRecord> onRecord;
  private final Consumer<StreamEnd> onEnd;
  private final Watchdog watchdog;
  private Cause silence = Cause.SUBSCRIBE_TIMEOUT;
  private boolean closed;

  /**
   * Prepares an attempt.
   *
   * @param onRecord gets each record
   * @param onEnd is told once how the attempt ended, unless it was closed before
   */
  StreamConnection(
      Vertx vertx,
      SubscriptionSettings settings,
      RecordReader reader,
      Consumer<EventRecord> onRecord,
      Consumer<StreamEnd> onEnd) {
    this.client = vertx.createHttpClient(settings.clientOptions());
    this.settings = settings;
    this.reader = reader;
    this.onRecord = onRecord;
    this.onEnd = onEnd;
    this.watchdog = new Watchdog(vertx, this::onSilence);
  }

  /** Sends SUBSCRIBE. */
  void open(URI master, Buffer subscribe) {
    watchdog.watch(settings.timing().maxSilence(settings.timing().heartbeatInterval()));
    client
        .request(settings.post(master))
        .compose(request -> send(request, subscribe))
        .onSuccess(this::onHead)
        .onFailure(this::onFailure);
  }

  private Future<HttpClientResponse> send(HttpClientRequest request, Buffer body) {
    request.exceptionHandler(this::onFailure);
    return request.send(body);
  }

  /** SUBSCRIBED has come; from now on the master promises to be heard this often. */
  void subscribed(Duration heartbeatInterval) {
    silence = Cause.HEARTBEAT_MISSED;
    watchdog.watch(settings.timing().maxSilence(heartbeatInterval));
  }

  /** Gives the attempt up, silently. */
  void close() {
    if (!closed) {
      closed = true;
      watchdog.cancel();
      client.close();
    }
  }

  private void onHead(HttpClientResponse response) {
    if (closed) {
      return;
    }
    watchdog.heard();
    response.exceptionHandler(this::onFailure);
    String streamId = response.getHeader("Mesos-Stream-Id");
    if (response.statusCode() != 200) {
      Body.text(response)
          .onSuccess(text -> end(refusal(response, text)))
          .onFailure(this::onFailure);
    } else if (streamId == null) {
      end(new StreamEnd.Lost(Cause.UNEXPECTED_ANSWER, "200 without a Mesos-Stream-Id"));
    } else {
      read(response, streamId);
    }
  }

  private void read(HttpClientResponse response, String streamId) {
    RecordDecoder decoder =
        new RecordDecoder(
            settings.maxRecordSize(),
            record -> {
              if (!closed) {
                deliver(reader.read(streamId, record));
              }
            });
    response.handler(chunk -> onChunk(decoder, chunk));
    response.endHandler(
        end ->
            end(new StreamEnd.Lost(Cause.END_OF_STREAM, "the stream ended " + decoder.position())));
  }

  /** A listener that fails on one record must not cost the records behind it. */
  private void deliver(EventRecord record) {
    try {
      onRecord.accept(record);
    } catch (RuntimeException e) {
      LOG.errorf(
          e,
          "Record %d of stream %s, %s, could not be handled",
          record.sequence(),
          record.streamId(),
          record.event().type());
    }
  }

  private void onChunk(RecordDecoder decoder, Buffer chunk) {
    if (closed) {
      return;
    }
    watchdog.heard();
    try {
      decoder.decode(chunk);
    } catch (BrokenStreamException e) {
      Cause cause =
          switch (e.problem()) {
            case GARBAGE -> Cause.GARBAGE;
            case TOO_LARGE -> Cause.RECORD_TOO_LARGE;
          };
      end(new StreamEnd.Lost(cause, e.getMessage()));
    }
  }

  private static StreamEnd refusal(HttpClientResponse response, String text) {
    int status = response.statusCode();
    String answer = status + " " + text;
    if (status == 307) {
      return new StreamEnd.Redirected(response.getHeader("Location"));
    }
    if (status == 503) {
      return new StreamEnd.Lost(Cause.NOT_LEADING, answer);
    }
    if (status == 404) {
      return new StreamEnd.Lost(Cause.NOT_READY, answer);
    }
    return status >= 400 && status < 500
        ? new StreamEnd.Refused(answer)
        : new StreamEnd.Lost(Cause.UNEXPECTED_ANSWER, answer);
  }

  private void onSilence(Duration limit) {
    end(new StreamEnd.Lost(silence, "the master was silent for " + limit));
  }

  private void onFailure(Throwable failure) {
    end(
        Handshake.problem(failure)
            .map(problem -> new StreamEnd.Lost(Cause.TLS_FAILED, problem))
            .orElseGet(
                () ->
                    new StreamEnd.Lost(
                        Cause.CONNECTION_LOST, String.valueOf(failure.getMessage()))));
  }

  private void end(StreamEnd end) {
    if (!closed) {
      close();
      onEnd.accept(end);
    }
  }
}
