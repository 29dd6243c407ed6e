package io.mesosbridge.core.preparation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.mesosbridge.core.language.Command;
import io.mesosbridge.core.language.CommandError.Refusal;
import io.mesosbridge.core.language.CommandReader;
import io.mesosbridge.core.language.CommandReader.Reading;
import io.mesosbridge.core.mesos.MesosVersion;
import io.mesosbridge.core.offer.Fit;
import io.mesosbridge.core.preparation.Preparation.Context;
import io.mesosbridge.core.preparation.Preparation.Prepared;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Takes a command's text all the way, as the pipeline does. */
final class Carrying {

  static final Context CONTEXT =
      new Context(
          "framework-1",
          Set.of("web"),
          MesosVersion.NEWEST,
          TestOfferLookup.standard(),
          KnownTasks.standard(),
          Set.of("starting-1"));

  private static final CommandReader READER = new CommandReader(Optional.empty(), 100_000);
  private static final ObjectMapper JSON = new ObjectMapper();

  private Carrying() {}

  static Prepared carry(String text) {
    return carry(text, CONTEXT);
  }

  /** A launch to place gets offer-1. */
  static Prepared carry(String text, Context context) {
    Reading reading = read(text);
    if (reading instanceof Refusal refusal) {
      return new Prepared.Refused(refusal);
    }
    Prepared prepared = Preparation.prepare((Command) reading, context);
    return prepared instanceof Prepared.ToPlace
        ? place("offer-1", (Command.LaunchToPlace) reading, context)
        : prepared;
  }

  static Reading read(String text) {
    return READER.read(
        text.getBytes(StandardCharsets.UTF_8), new Command.Source("mesos.commands", 0, 7, null));
  }

  /** The launch gets the offer. */
  static Prepared place(String offerId, Command.LaunchToPlace launch, Context context) {
    Context before =
        new Context(
            context.frameworkId(),
            context.roles(),
            context.mesos(),
            context.offers(),
            context.tasks(),
            Set.of());
    Fit fit =
        Preparation.prepare(launch, before) instanceof Prepared.ToPlace toPlace
            ? context
                .offers()
                .content(offerId)
                .map(offer -> Fit.of(toPlace.demand(), offer.resources()))
                .orElse(null)
            : null;
    return Preparation.prepareOn(List.of(offerId), fit, launch, context);
  }

  static JsonNode call(Prepared prepared) {
    return json(((Prepared.Ready) prepared).call().toString());
  }

  static JsonNode json(String text) {
    try {
      return JSON.readTree(text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
