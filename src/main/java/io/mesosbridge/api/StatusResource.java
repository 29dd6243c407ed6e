package io.mesosbridge.api;

import io.mesosbridge.leadership.Leadership;
import io.mesosbridge.leadership.Snapshot;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import java.util.concurrent.CompletionStage;

/** Tells where this instance stands. */
@Path("/api/v1/status")
public class StatusResource {

  private final Leadership leadership;

  StatusResource(Leadership leadership) {
    this.leadership = leadership;
  }

  /** The state, the framework, the master, and what is under way. */
  @GET
  public CompletionStage<Snapshot> status() {
    return leadership.snapshot().toCompletionStage();
  }
}
