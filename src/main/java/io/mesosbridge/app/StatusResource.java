package io.mesosbridge.app;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import java.util.concurrent.CompletionStage;

/** Tells where this instance stands. */
@Path("/api/v1/status")
public class StatusResource {

  private final Loop loop;

  StatusResource(Loop loop) {
    this.loop = loop;
  }

  /** The state, the framework, the master, and what is under way. */
  @GET
  public CompletionStage<Snapshot> status() {
    return loop.snapshot().toCompletionStage();
  }
}
