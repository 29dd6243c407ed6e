package io.mesosbridge.bench;

import com.sun.management.ThreadMXBean;
import com.sun.tools.attach.AttachNotSupportedException;
import com.sun.tools.attach.VirtualMachine;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.util.regex.Pattern;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;

/**
 * What the threads of another Java process have allocated; unlike its time, that does not depend on
 * what else the machine does.
 */
final class Allocations implements AutoCloseable {

  /** The threads that answer the question. */
  private static final Pattern ASKED = Pattern.compile("RMI |JMX |Attach Listener");

  /** The event loop and the thread that gives records to the producer. */
  private static final Pattern BY_EVENT =
      Pattern.compile("vert.x-eventloop-thread|bridge-writer-records");

  private final JMXConnector connection;
  private final ThreadMXBean threads;

  /** Of the process of that id, on this machine and of the same user. */
  @SuppressWarnings("BanJNDI") // the address comes from a process that was started here
  Allocations(long pid) {
    try {
      VirtualMachine machine = VirtualMachine.attach(Long.toString(pid));
      JMXServiceURL url = new JMXServiceURL(machine.startLocalManagementAgent());
      machine.detach();
      connection = JMXConnectorFactory.connect(url);
      threads =
          ManagementFactory.getPlatformMXBean(
              connection.getMBeanServerConnection(), ThreadMXBean.class);
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

  @Override
  public void close() {
    try {
      connection.close();
    } catch (IOException alreadyGone) {
      throw new UncheckedIOException(alreadyGone);
    }
  }
}
