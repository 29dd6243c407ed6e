package io.mesosbridge.sandbox.mesos;

import io.vertx.core.http.HttpServerRequest;

/** The response to an HTTP request. */
record HttpReply(HttpServerRequest request, StreamFaults faults) implements Reply {

  @Override
  public void answer(Answer answer) {
    answer.writeTo(request.response());
  }

  @Override
  public boolean isGone() {
    return request.response().closed();
  }

  @Override
  public EventSink stream(String streamId) {
    request
        .response()
        .setChunked(true)
        .putHeader("Content-Type", "application/json")
        .putHeader("Mesos-Stream-Id", streamId);
    return new HttpEventSink(request.response(), faults);
  }

  @Override
  public void drop() {
    request.connection().close();
  }
}
