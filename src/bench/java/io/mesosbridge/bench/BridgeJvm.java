package io.mesosbridge.bench;

import com.sun.management.ThreadMXBean;
import com.sun.tools.attach.AttachNotSupportedException;
import com.sun.tools.attach.VirtualMachine;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.lang.management.ThreadInfo;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;

/**
 * What another Java process tells of itself: what its threads have allocated, which unlike its time
 * does not depend on what else the machine does, and what it keeps.
 */
final class BridgeJvm implements AutoCloseable {

  /** The threads that answer the question. */
  private static final Pattern ASKED = Pattern.compile("RMI |JMX |Attach Listener");

  private static final String LOOP = "vert.x-eventloop-thread";

  /** The event loop and the thread that gives records to the producer. */
  private static final Pattern BY_EVENT = Pattern.compile(LOOP + "|bridge-writer-records");

  private final JMXConnector connection;
  private final ThreadMXBean threads;
  private final MemoryMXBean memory;

  /** Of the process of that id, on this machine and of the same user. */
  @SuppressWarnings("BanJNDI") // the address comes from a process that was started here
  BridgeJvm(long pid) {
    try {
      VirtualMachine machine = VirtualMachine.attach(Long.toString(pid));
      JMXServiceURL url = new JMXServiceURL(machine.startLocalManagementAgent());
      machine.detach();
      connection = JMXConnectorFactory.connect(url);
      threads =
          ManagementFactory.getPlatformMXBean(
              connection.getMBeanServerConnection(), ThreadMXBean.class);
      memory =
          ManagementFactory.getPlatformMXBean(
              connection.getMBeanServerConnection(), MemoryMXBean.class);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (AttachNotSupportedException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * Bytes so far.
   *
   * @param all of all threads that there are
   * @param byEvent of those that do the same for each event, however fast they come: others work by
   *     the request or by the clock
   */
  record Bytes(long all, long byEvent) {

    Bytes since(Bytes before) {
      return new Bytes(all - before.all, byEvent - before.byEvent);
    }
  }

  Bytes soFar() {
    long[] ids = threads.getAllThreadIds();
    ThreadInfo[] infos = threads.getThreadInfo(ids);
    long[] bytes = threads.getThreadAllocatedBytes(ids);
    long all = 0;
    long byEvent = 0;
    for (int i = 0; i < ids.length; i++) {
      if (infos[i] != null && !ASKED.matcher(infos[i].getThreadName()).lookingAt()) {
        all += bytes[i];
        byEvent += BY_EVENT.matcher(infos[i].getThreadName()).lookingAt() ? bytes[i] : 0;
      }
    }
    return new Bytes(all, byEvent);
  }

  /** Bytes of heap that are in use, nothing that could be freed among them. */
  long heap() {
    memory.gc();
    return memory.getHeapMemoryUsage().getUsed();
  }

  /** Processor time of the event loop so far, in microseconds. */
  double loopMicros() {
    long[] ids = threads.getAllThreadIds();
    ThreadInfo[] infos = threads.getThreadInfo(ids);
    long[] nanos = threads.getThreadCpuTime(ids);
    return IntStream.range(0, ids.length)
            .filter(i -> infos[i] != null && infos[i].getThreadName().startsWith(LOOP))
            .mapToLong(i -> nanos[i])
            .sum()
        / 1e3;
  }

  @Override
  public void close() {
    try {
      connection.close();
    } catch (IOException alreadyGone) {
      throw new UncheckedIOException(alreadyGone);
    }
  }
}
