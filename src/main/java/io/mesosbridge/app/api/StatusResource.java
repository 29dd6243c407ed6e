package io.mesosbridge.app.api;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.mesosbridge.app.Loop;
import io.mesosbridge.app.LoopAnswer;
import io.mesosbridge.app.Snapshot;
import io.mesosbridge.app.Tables.LedBy;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.smallrye.common.annotation.Identifier;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.eclipse.microprofile.openapi.annotations.Operation;

/** Tells where this instance stands. */
@Path("/api/v1/status")
@RolesAllowed(Access.VIEWER)
public class StatusResource {

  private final Loop loop;
  private final String instance;
  private final String version;

  StatusResource(
      Loop loop,
      @Identifier("instance") String instance,
      @ConfigProperty(name = "quarkus.application.version") String version) {
    this.loop = loop;
    this.instance = instance;
    this.version = version;
  }

  /**
   * Where an instance stands.
   *
   * @param instance its name
   * @param version the bridge's
   */
  @RegisterForReflection
  @JsonNaming(SnakeCaseStrategy.class)
  public record Status(
      String instance, String version, LedBy ledBy, @JsonUnwrapped Snapshot snapshot) {}

  /** The state, the framework, the master, who leads, and what is under way. */
  @GET
  @Operation(summary = "Where this instance stands, and who leads")
  public Uni<Status> status() {
    return LoopAnswer.to(
        () ->
            loop.snapshot()
                .compose(
                    now -> loop.ask(LedBy::of).map(by -> new Status(instance, version, by, now))));
  }
}
