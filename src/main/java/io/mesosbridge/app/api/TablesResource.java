package io.mesosbridge.app.api;

import com.fasterxml.jackson.databind.JsonNode;
import io.mesosbridge.app.TableCopies;
import io.mesosbridge.app.Tables;
import io.mesosbridge.app.api.OfferViews.View;
import io.mesosbridge.core.StateJson;
import io.mesosbridge.core.task.LiveTask;
import io.smallrye.common.annotation.Blocking;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Response;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.annotations.Operation;

/** What the tables have: offers, agents, live tasks, and launches that wait for an offer. */
@Path("/api/v1")
@RolesAllowed(Access.VIEWER)
@Blocking
public class TablesResource {

  private final TableCopies copies;
  private final OfferViews views;
  private final RowReader rows;

  TablesResource(TableCopies copies, OfferViews views, RowReader rows) {
    this.copies = copies;
    this.views = views;
    this.rows = rows;
  }

  private Tables tables() {
    return copies.now().await().indefinitely();
  }

  /** The offers that can be accepted, each verbatim. */
  @GET
  @Path("/offers")
  @Operation(summary = "The offers that can be accepted, verbatim, by id")
  public Response offers(
      @BeanParam Listing page,
      @QueryParam("agent") String agent,
      @QueryParam("hostname") String hostname,
      @QueryParam("role") String role) {
    Tables tables = tables();
    Stream<View> wanted =
        views.of(tables.offers()).stream()
            .filter(offer -> isWanted(agent, offer.agentId()))
            .filter(offer -> isWanted(hostname, offer.hostname()))
            .filter(offer -> isWanted(role, offer.role()));
    return page.of(tables, wanted, View::id, View::json);
  }

  /** What is known of agents from offers and tasks. */
  @GET
  @Path("/agents")
  @Operation(summary = "The agents that offer something or run tasks, by id")
  public Response agents(@BeanParam Listing page, @QueryParam("hostname") String hostname) {
    Tables tables = tables();
    Stream<Agents.Agent> wanted =
        Agents.of(views.of(tables.offers()), tables.tasks()).stream()
            .filter(agent -> isWanted(hostname, agent.hostname()));
    return page.of(tables, wanted, Agents.Agent::agentId, StateJson::write);
  }

  /** The live tasks. */
  @GET
  @Path("/tasks")
  @Operation(summary = "The live tasks, by id")
  public Response tasks(
      @BeanParam Listing page,
      @QueryParam("agent") String agent,
      @QueryParam("hostname") String hostname,
      @QueryParam("state") String state,
      @QueryParam("group") String group) {
    Tables tables = tables();
    Stream<LiveTask> wanted =
        tables.tasks().stream()
            .filter(task -> isWanted(agent, task.agentId()))
            .filter(task -> isWanted(hostname, task.hostname()))
            .filter(task -> isWanted(state, task.state()))
            .filter(task -> isWanted(group, task.group()));
    return page.of(tables, wanted, LiveTask::taskId, StateJson::write);
  }

  /** The launches that wait for an offer. */
  @GET
  @Path("/launches")
  @Operation(summary = "The launches that wait for an offer, and what each lacks, by command")
  public Response launches(@BeanParam Listing page, @QueryParam("task") String task) {
    Tables tables = tables();
    Stream<Map.Entry<String, byte[]>> wanted =
        tables.launches().entrySet().stream()
            .filter(
                row ->
                    rows.read(row.getKey(), row.getValue())
                        .filter(launch -> task == null || isOf(task, launch))
                        .isPresent());
    return page.of(tables, wanted, Map.Entry::getKey, Map.Entry::getValue);
  }

  private static boolean isOf(String task, JsonNode launch) {
    for (JsonNode id : launch.path("task_ids")) {
      if (id.asText().equals(task)) {
        return true;
      }
    }
    return false;
  }

  private static boolean isWanted(String wanted, String value) {
    return wanted == null || Objects.equals(wanted, value);
  }
}
