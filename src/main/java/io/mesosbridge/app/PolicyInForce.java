package io.mesosbridge.app;

import io.mesosbridge.config.BridgeConfig;
import io.mesosbridge.config.PolicyFile;
import io.mesosbridge.core.policy.CommandPolicy;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.StartupEvent;
import io.vertx.core.Context;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * The command policy as its file has it: read at start, and again whenever the file changes. One
 * that cannot be read changes nothing. May be asked on any thread.
 */
@Singleton
public class PolicyInForce {

  private static final Logger LOG = Logger.getLogger(PolicyInForce.class);
  private static final String RELOADS = "bridge.commands.policy.reloads";
  private static final long LOOK_MILLIS = 1_000;

  private final Optional<Path> file;
  private final Counter taken;
  private final Counter refused;
  private volatile CommandPolicy policy;

  /** What was taken or refused last, and what the file had when it was looked at last. */
  private byte[] judged = {};

  private byte[] seen = {};
  private String trouble = "";

  PolicyInForce(BridgeConfig config, MeterRegistry meters) {
    this.file = config.commands().policyFile();
    this.policy = file.isPresent() ? CommandPolicy.CLOSED : CommandPolicy.NONE;
    this.taken = reloads("taken", meters);
    this.refused = reloads("refused", meters);
    file.ifPresent(this::begin);
  }

  private static Counter reloads(String outcome, MeterRegistry meters) {
    return Counter.builder(RELOADS)
        .description("Changes of the command policy's file, by whether they are in force")
        .tag("outcome", outcome)
        .register(meters);
  }

  /** With a file that cannot be read there is no start: the check of the configuration says why. */
  private void begin(Path path) {
    try {
      judged = PolicyFile.bytes(path);
      seen = judged;
      policy = CommandPolicy.of(PolicyFile.rules(judged));
      LOG.infof("The command policy of %s is in force, with %d rules", path, policy.size());
    } catch (IllegalArgumentException wrong) {
      LOG.debugf("No command policy: %s %s", path, wrong.getMessage());
    }
  }

  /** The policy. */
  public CommandPolicy policy() {
    return policy;
  }

  void onStart(@Observes StartupEvent start, Context context) {
    file.ifPresent(path -> lookLater(path, context));
  }

  private void lookLater(Path path, Context context) {
    context
        .owner()
        .setTimer(
            LOOK_MILLIS,
            timer ->
                context
                    .executeBlocking(
                        () -> {
                          look(path);
                          return null;
                        },
                        false) // a file that hangs keeps nothing else from its turn
                    .onFailure(unforeseen -> refuse(path, unforeseen))
                    .onComplete(done -> lookLater(path, context)));
  }

  /** Takes a change over once the file has been the same twice: it may be written just now. */
  void look(Path path) {
    try {
      byte[] now = PolicyFile.bytes(path);
      boolean isWhole = Arrays.equals(now, seen);
      seen = now;
      trouble = "";
      if (isWhole && !Arrays.equals(now, judged)) {
        judged = now;
        take(path);
      }
    } catch (IllegalArgumentException unreadable) {
      if (!trouble.equals(unreadable.getMessage())) {
        trouble = unreadable.getMessage();
        refuse(path, trouble);
      }
    }
  }

  private void take(Path path) {
    try {
      policy = CommandPolicy.of(PolicyFile.rules(judged));
      taken.increment();
      LOG.infof("%s changed: the command policy has %d rules now", path, policy.size());
    } catch (IllegalArgumentException wrong) {
      refuse(path, wrong.getMessage());
    }
  }

  /** With the error itself: of one of the virtual machine, whoever watches the log ends it. */
  private void refuse(Path path, Throwable unforeseen) {
    refused.increment();
    LOG.errorf(unforeseen, "The command policy stays as it was, for an error with %s", path);
  }

  private void refuse(Path path, String why) {
    refused.increment();
    LOG.errorf("The command policy stays as it was: %s %s", path, why);
  }
}
