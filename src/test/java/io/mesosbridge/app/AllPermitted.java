package io.mesosbridge.app;

import io.mesosbridge.core.language.Command;
import io.mesosbridge.core.language.CommandError;
import java.util.Optional;

/** No policy, and no bridge to ask for what it knows. */
public final class AllPermitted extends ApiPermission {

  public AllPermitted() {
    super(null, null);
  }

  @Override
  public Optional<CommandError> refusal(Command command, String apiRole) {
    return Optional.empty();
  }
}
