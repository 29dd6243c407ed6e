package io.mesosbridge.bench;

import com.sun.management.ThreadMXBean;
import com.sun.tools.attach.AttachNotSupportedException;
import com.sun.tools.attach.VirtualMachine;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.util.HashMap;
import java.util.Map;
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

  /** Bytes so far, by the name of the thread. */
  Map<String, Long> byThread() {
    long[] ids = threads.getAllThreadIds();
    ThreadInfo[] infos = threads.getThreadInfo(ids);
    long[] bytes = threads.getThreadAllocatedBytes(ids);
    Map<String, Long> allocated = new HashMap<>();
    for (int i = 0; i < ids.length; i++) {
      if (infos[i] != null && !ASKED.matcher(infos[i].getThreadName()).lookingAt()) {
        allocated.merge(infos[i].getThreadName(), bytes[i], Long::sum);
      }
    }
    return allocated;
  }

  /** Bytes of all threads that there are. */
  long bytes() {
    return byThread().values().stream().mapToLong(bytes -> bytes).sum();
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
