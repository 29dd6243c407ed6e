package io.mesosbridge.app;

import io.mesosbridge.core.Outgoing;
import io.mesosbridge.core.command.CommandRecord;
import io.mesosbridge.core.command.CommandResult;
import io.mesosbridge.core.mesos.Call;
import io.mesosbridge.core.mesos.Call.CallOutcome;
import io.mesosbridge.kafka.Envelope;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * The spans of one term: of each command from its arrival until Kafka has its result, and as its
 * children those of what is written and called for it, also of the updates of its tasks. A command
 * that is traced goes on with the context of its span, so that whatever follows from it names that
 * one, whoever leads by then. Lives on the bridge's context.
 *
 * <p>Names and attributes are those of OpenTelemetry's semantic conventions for messaging, and
 * {@code mesos.} for what Mesos alone has.
 */
public final class Traces {

  private static final W3CTraceContextPropagator W3C = W3CTraceContextPropagator.getInstance();

  /** A trace context in a text. */
  private enum InText implements TextMapGetter<String> {
    TRACEPARENT_ALONE;

    @Override
    public Iterable<String> keys(String traceparent) {
      return List.of(Envelope.TRACE);
    }

    @Override
    public String get(String traceparent, String key) {
      return Envelope.TRACE.equals(key) ? traceparent : null;
    }
  }

  private final Tracer tracer;
  private final Map<String, Span> commands = new HashMap<>();
  private final Map<Long, Span> calls = new HashMap<>();

  /** Makes spans by that tracer, or none. */
  Traces(Optional<Tracer> tracer) {
    this.tracer = tracer.orElse(null);
  }

  /** A command was received; returns it as it goes on. */
  CommandRecord received(CommandRecord record) {
    if (tracer == null) {
      return record;
    }
    Span span =
        of("process", record.position().topic(), SpanKind.CONSUMER)
            .setParent(context(record.traceparent()))
            .setAttribute("messaging.destination.partition.id", partition(record))
            .setAttribute("messaging.kafka.offset", record.offset())
            .startSpan();
    String own = traceparent(span);
    if (own == null) {
      return record;
    }
    commands.put(own, span);
    return record.tracedBy(own);
  }

  private static String partition(CommandRecord record) {
    return Integer.toString(record.position().partition());
  }

  /** The command of that trace context has its outcome. */
  void concluded(CommandResult result, String traceparent) {
    Span span = commands.get(traceparent);
    if (span != null) {
      span.setAttribute("mesos.command.id", result.commandId());
      span.setAttribute("mesos.command.type", result.type());
      span.setAttribute("mesos.command.outcome", result.outcome().name());
      if (result.error() != null) {
        span.setAttribute("error.type", result.error().code().name());
        span.setStatus(StatusCode.ERROR, result.error().message());
      }
    }
  }

  /** Kafka has the result of the command. */
  void ended(CommandRecord record) {
    Span span = commands.remove(record.traceparent());
    if (span != null) {
      span.end();
    }
  }

  /**
   * A record is about to be written.
   *
   * @param record as Kafka gets it
   * @param outgoing the same, as the core has it
   * @param done whom to tell
   * @return whom to tell instead
   */
  Callback writing(ProducerRecord<byte[], byte[]> record, Outgoing outgoing, Callback done) {
    String traceparent = outgoing.extras().traceparent();
    if (tracer == null || traceparent == null) {
      return done;
    }
    Span span =
        of("send", record.topic(), SpanKind.PRODUCER)
            .setParent(context(traceparent))
            .setAttribute("messaging.kafka.message.key", outgoing.key())
            .setAttribute("cloudevents.event_type", outgoing.type().name())
            .startSpan();
    return (at, failure) -> {
      if (failure == null) {
        span.setAttribute("messaging.kafka.offset", at.offset());
      } else {
        span.setStatus(StatusCode.ERROR, failure.getMessage());
      }
      span.end();
      done.onCompletion(at, failure);
    };
  }

  /** A call is about to be sent: one that carries out several commands is linked to all of them. */
  void calling(long number, Call call) {
    if (tracer == null || call.traceparents().isEmpty()) {
      return;
    }
    SpanBuilder span =
        tracer
            .spanBuilder(call.type())
            .setSpanKind(SpanKind.CLIENT)
            .setAttribute("mesos.call.type", call.type())
            .setParent(context(call.traceparents().get(0)));
    call.traceparents().stream()
        .skip(1)
        .forEach(other -> span.addLink(Span.fromContext(context(other)).getSpanContext()));
    calls.put(number, span.startSpan());
  }

  /** That call has its outcome. */
  void called(long number, CallOutcome outcome) {
    Span span = calls.remove(number);
    if (span != null) {
      if (outcome instanceof CallOutcome.Accepted accepted) {
        span.setAttribute("http.response.status_code", accepted.status());
      } else {
        span.setStatus(StatusCode.ERROR, outcome.toString()); // with the master's own words
      }
      span.end();
    }
  }

  /** The term is over: what it did not bring to an end is whoever leads next's. */
  void close() {
    List.of(commands, calls)
        .forEach(
            open -> {
              open.values()
                  .forEach(
                      span -> {
                        span.setStatus(StatusCode.ERROR, "this instance leads no more");
                        span.end();
                      });
              open.clear();
            });
  }

  private SpanBuilder of(String operation, String topic, SpanKind kind) {
    return tracer
        .spanBuilder(operation + " " + topic)
        .setSpanKind(kind)
        .setAttribute("messaging.system", "kafka")
        .setAttribute("messaging.operation.name", operation)
        .setAttribute("messaging.destination.name", topic);
  }

  private static Context context(String traceparent) {
    return W3C.extract(Context.root(), traceparent, InText.TRACEPARENT_ALONE);
  }

  /** The context of the span as a header; null where the span is none. */
  public static String traceparent(Span span) {
    AtomicReference<String> written = new AtomicReference<>();
    W3C.inject(
        Context.root().with(span),
        written,
        (into, key, value) -> {
          if (key.equals(Envelope.TRACE)) {
            into.set(value);
          }
        });
    return written.get();
  }
}
