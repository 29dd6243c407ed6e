package io.mesosbridge.app;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.stream.Stream;
import org.jboss.logging.Logger;
import org.jboss.logmanager.LogContext;

/**
 * Ends the process when the virtual machine is out of memory, of whatever kind, of threads, or
 * broken: a supervisor starts it anew, and an instance that stands by takes over. Who catches such
 * an error says so in the log, as Kafka's, ZooKeeper's and Vert.x' threads do; others die of it.
 * The virtual machine's own {@code -XX:+ExitOnOutOfMemoryError} sees the heap only, but that
 * sooner.
 */
final class FatalErrors extends Handler implements Thread.UncaughtExceptionHandler {

  private static final Logger LOG = Logger.getLogger(FatalErrors.class);
  private static final FatalErrors ONLY = new FatalErrors();

  /** As the virtual machine ends by itself when the heap is full. */
  private static final int STATUS = 3;

  private static final int DEEPEST_CAUSE = 100;
  private static final long PATIENCE_SECONDS = 2;

  private final CountDownLatch fatal = new CountDownLatch(1);
  private final CountDownLatch never = new CountDownLatch(1);
  private Thread.UncaughtExceptionHandler others;

  private FatalErrors() {}

  /** Watches all threads and the log from now on; once is enough. */
  static synchronized void watch() {
    if (ONLY.others == null) {
      Thread.UncaughtExceptionHandler before = Thread.getDefaultUncaughtExceptionHandler();
      ONLY.others =
          before != null ? before : (thread, error) -> LOG.errorf(error, "Thread %s ended", thread);
      Thread.setDefaultUncaughtExceptionHandler(ONLY);
      Thread end = new Thread(ONLY::endEvenIfNothingCanBeSaid, "bridge-end");
      end.setDaemon(true);
      end.start();
    }
    var root = LogContext.getLogContext().getLogger("");
    root.removeHandler(ONLY);
    // First, so that one line is all that is said.
    root.setHandlers(
        Stream.concat(Stream.of(ONLY), Stream.of(root.getHandlers())).toArray(Handler[]::new));
  }

  @Override
  public void uncaughtException(Thread thread, Throwable error) {
    endIfFatal(error);
    others.uncaughtException(thread, error);
  }

  @Override
  public void publish(LogRecord line) {
    endIfFatal(line.getThrown());
  }

  /** A stack that overflows is as good as any exception, and no other thread suffers from it. */
  private void endIfFatal(Throwable error) {
    Throwable cause = error;
    for (int depth = 0; cause != null && depth < DEEPEST_CAUSE; depth++) {
      if (cause instanceof VirtualMachineError && !(cause instanceof StackOverflowError)) {
        end(cause);
      }
      cause = cause.getCause();
    }
  }

  private synchronized void end(Throwable error) {
    try {
      fatal.countDown();
      LOG.fatalf(
          "The process ends with status %d: %s, in thread %s",
          (Object) STATUS, error, Thread.currentThread().getName());
    } finally {
      Runtime.getRuntime().halt(STATUS);
    }
  }

  /** On a thread that is there already: the log may wait for a lock, or for somebody to read it. */
  private void endEvenIfNothingCanBeSaid() {
    try {
      fatal.await();
      never.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException nobodyDoesThat) {
      Thread.currentThread().interrupt();
    }
    Runtime.getRuntime().halt(STATUS);
  }

  @Override
  public void flush() {
    // nothing is kept back
  }

  @Override
  public void close() {
    // watches as long as the process lives
  }
}
