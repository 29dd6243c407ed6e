package io.mesosbridge.app;

import io.netty.handler.codec.http.HttpResponseStatus;
import io.quarkus.runtime.configuration.MemorySize;
import io.quarkus.vertx.http.HttpServerOptionsCustomizer;
import io.quarkus.vertx.http.ManagementInterface;
import io.vertx.core.Context;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * What clients that do not behave may cost, where Quarkus has no key for it; and what they are told
 * where a request does not get as far as the API, in its form as far as Quarkus lets.
 */
@Singleton
class HttpLimits implements HttpServerOptionsCustomizer {

  /** Before Quarkus' own look at the length, which tells nothing but the status. */
  private static final int BEFORE_UPLOAD_LIMIT = -3;

  private static final String NO_HOST =
      "HTTP/1.1 requires the header Host, and that it names a host";
  private static final String NO_PATH =
      "the path cannot be read: each % in it has two hexadecimal digits behind it";

  private final long mostBytes;

  HttpLimits(@ConfigProperty(name = "quarkus.http.limits.max-body-size") MemorySize mostBytes) {
    this.mostBytes = mostBytes.asLongValue();
  }

  @Override
  public void customizeHttpServer(HttpServerOptions options) {
    // a connection that may become one of HTTP/2 counts only once it has sent something
    options.setHttp2ClearTextEnabled(false);
  }

  void ofApi(@Observes Router router) {
    router.route().order(Integer.MIN_VALUE).handler(HttpLimits::awaitReader);
    router.route().order(BEFORE_UPLOAD_LIMIT).handler(this::refuseTooLarge);
    answerWithoutHost(router);
  }

  /** Here, unlike at the API's port, Quarkus does not look at paths before it compares them. */
  void ofManagement(@Observes ManagementInterface management) {
    management.router().route().order(Integer.MIN_VALUE).handler(HttpLimits::awaitReader);
    management.router().route().order(Integer.MIN_VALUE).handler(HttpLimits::refuseUnreadable);
    answerWithoutHost(management.router());
  }

  /** Of who asks on one connection and reads nothing, all answers would be kept for ever. */
  private static void awaitReader(RoutingContext request) {
    HttpServerResponse response = request.response();
    if (response.writeQueueFull()) {
      Context context = request.vertx().getOrCreateContext();
      response.drainHandler(
          drained -> {
            response.drainHandler(null);
            context.runOnContext(ignored -> request.next());
          });
    } else {
      request.next();
    }
  }

  /** A client's mistake, which Quarkus would log as an error of the bridge's. */
  private static void answerWithoutHost(Router router) {
    router
        .route()
        .order(Integer.MIN_VALUE)
        .failureHandler(
            context -> {
              if (context.statusCode() == HttpResponseStatus.BAD_REQUEST.code()
                  && context.request().authority() == null) {
                answer(context, HttpResponseStatus.BAD_REQUEST, NO_HOST);
              } else {
                context.next();
              }
            });
  }

  /** Before the first route that compares paths, which would take it for an error of the bridge. */
  private static void refuseUnreadable(RoutingContext context) {
    boolean readable = true;
    try {
      context.normalizedPath();
    } catch (IllegalArgumentException unreadable) {
      readable = false;
    }
    if (readable) {
      context.next();
    } else {
      answer(context, HttpResponseStatus.BAD_REQUEST, NO_PATH);
    }
  }

  private void refuseTooLarge(RoutingContext context) {
    String length = context.request().getHeader(HttpHeaders.CONTENT_LENGTH);
    if (length != null && Long.parseLong(length) > mostBytes) {
      answerTooLarge(context);
    } else {
      context.next();
    }
  }

  /** What comes of the body is not read: the connection ends with the answer. */
  private void answerTooLarge(RoutingContext context) {
    context.response().putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
    context.response().endHandler(ended -> context.request().connection().close());
    answer(
        context,
        HttpResponseStatus.REQUEST_ENTITY_TOO_LARGE,
        "a body has at most %d bytes here".formatted(mostBytes));
  }

  private static void answer(RoutingContext context, HttpResponseStatus status, String detail) {
    JsonObject problem =
        new JsonObject()
            .put("type", "about:blank")
            .put("title", status.reasonPhrase())
            .put("status", status.code())
            .put("detail", detail);
    context
        .response()
        .setStatusCode(status.code())
        .putHeader(HttpHeaders.CONTENT_TYPE, "application/problem+json")
        .end(problem.encode());
  }
}
