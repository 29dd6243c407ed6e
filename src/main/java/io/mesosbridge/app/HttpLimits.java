package io.mesosbridge.app;

import io.quarkus.vertx.http.HttpServerOptionsCustomizer;
import io.quarkus.vertx.http.ManagementInterface;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

/** What clients that do not behave may cost, where Quarkus has no key for it. */
@Singleton
class HttpLimits implements HttpServerOptionsCustomizer {

  private static final int BAD_REQUEST = 400;

  private static final String NO_HOST =
      "{\"type\":\"about:blank\",\"title\":\"Bad Request\",\"status\":400,"
          + "\"detail\":\"HTTP/1.1 requires the header Host, and that it names a host\"}";

  @Override
  public void customizeHttpServer(HttpServerOptions options) {
    // a connection that may become one of HTTP/2 counts only once it has sent something
    options.setHttp2ClearTextEnabled(false);
  }

  void ofApi(@Observes Router router) {
    answerWithoutHost(router);
  }

  void ofManagement(@Observes ManagementInterface management) {
    answerWithoutHost(management.router());
  }

  /** A client's mistake, which Quarkus would log as an error of the bridge's. */
  private static void answerWithoutHost(Router router) {
    router
        .route()
        .order(Integer.MIN_VALUE)
        .failureHandler(
            context -> {
              if (context.statusCode() == BAD_REQUEST && hasNoHost(context)) {
                context
                    .response()
                    .setStatusCode(BAD_REQUEST)
                    .putHeader(HttpHeaders.CONTENT_TYPE, "application/problem+json")
                    .end(NO_HOST);
              } else {
                context.next();
              }
            });
  }

  private static boolean hasNoHost(RoutingContext context) {
    return context.request().authority() == null;
  }
}
