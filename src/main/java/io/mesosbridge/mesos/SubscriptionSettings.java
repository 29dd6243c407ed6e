package io.mesosbridge.mesos;

import io.mesosbridge.config.BridgeConfig;
import io.mesosbridge.config.MasterUrl;
import io.mesosbridge.core.mesos.Timing;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import java.net.URI;
import java.util.function.UnaryOperator;

/**
 * What a subscription must be told.
 *
 * @param maxRecordSize the largest record that is read, in bytes
 * @param credentials whom the bridge says to be in each request
 * @param http adds to the options of each HTTP client, e.g. trust in masters' certificates
 * @param timing how long to wait for what
 */
public record SubscriptionSettings(
    int maxRecordSize,
    Credentials credentials,
    UnaryOperator<HttpClientOptions> http,
    Timing timing) {

  /**
   * The settings of this configuration.
   *
   * @throws IllegalArgumentException if the file of a secret or a token cannot be read
   */
  public static SubscriptionSettings of(
      BridgeConfig.Mesos config, UnaryOperator<HttpClientOptions> http) {
    return new SubscriptionSettings(
        Math.toIntExact(config.maxRecordSize()), Credentials.of(config), http, Timing.DEFAULT);
  }

  /** A new client's options: ours where the subscription depends on them, else the caller's. */
  HttpClientOptions clientOptions() {
    return http.apply(new HttpClientOptions())
        .setConnectTimeout((int) timing.connectTimeout().toMillis())
        .setIdleTimeout(0)
        .setKeepAlive(true)
        .setMaxChunkSize(64 * 1024);
  }

  /** A POST of JSON to this endpoint. */
  RequestOptions post(URI endpoint) {
    return request(HttpMethod.POST, endpoint).putHeader("Content-Type", "application/json");
  }

  /**
   * A request for JSON. Host, port and path are set one by one: given a whole URL, Vert.x makes a
   * {@code java.net.URL}, and in a native image there are none with https.
   */
  RequestOptions request(HttpMethod method, URI endpoint) {
    String query = endpoint.getRawQuery() == null ? "" : "?" + endpoint.getRawQuery();
    RequestOptions request =
        new RequestOptions()
            .setMethod(method)
            .setSsl(endpoint.getScheme().equals("https"))
            .setHost(MasterUrl.host(endpoint))
            .setPort(MasterUrl.port(endpoint))
            .setURI(endpoint.getRawPath() + query)
            .putHeader("Accept", "application/json");
    credentials.authorization().ifPresent(value -> request.putHeader("Authorization", value));
    return request;
  }
}
