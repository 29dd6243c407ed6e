package io.mesosbridge.testkit;

import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.LauncherSessionListener;

/** How long tests wait for what has to come: so long that a busy machine fails none. */
public final class Patience implements LauncherSessionListener {

  public static final Duration PATIENCE = Duration.ofSeconds(90);

  @Override
  public void launcherSessionOpened(LauncherSession session) {
    Awaitility.setDefaultTimeout(PATIENCE);
  }
}
