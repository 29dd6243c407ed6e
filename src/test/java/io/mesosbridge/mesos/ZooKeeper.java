package io.mesosbridge.mesos;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.mesosbridge.sandbox.net.Ports;
import java.io.File;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.apache.curator.framework.CuratorFramework;
import org.apache.curator.framework.CuratorFrameworkFactory;
import org.apache.curator.retry.RetryForever;
import org.apache.curator.test.InstanceSpec;
import org.apache.curator.test.TestingServer;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.ZooDefs;
import org.apache.zookeeper.data.ACL;

/** A real ZooKeeper server, and masters that announce themselves there. */
public final class ZooKeeper implements AutoCloseable {

  /** What {@code zk://} URLs must carry to read what the masters of this server write. */
  public static final String CREDENTIALS = "mesos:s3cr:t";

  private static final String LABEL = "json.info_";

  private final TestingServer server;
  private final CuratorFramework masters;

  /** At a port that no outgoing connection takes while it is stopped. */
  public ZooKeeper() {
    this(Ports.free());
  }

  /** One without any data. */
  public ZooKeeper(int port) {
    try {
      server =
          new TestingServer(
              new InstanceSpec(
                  (File) null,
                  port,
                  -1,
                  -1,
                  true,
                  -1,
                  -1,
                  -1,
                  Map.of("clientPortAddress", "127.0.0.1"),
                  "127.0.0.1"),
              true);
    } catch (Exception e) {
      throw new IllegalStateException("no ZooKeeper server", e);
    }
    masters =
        CuratorFrameworkFactory.builder()
            .connectString(hosts())
            .retryPolicy(new RetryForever(50))
            .authorization("digest", CREDENTIALS.getBytes(UTF_8))
            .build();
    masters.start();
  }

  public String hosts() {
    return server.getConnectString();
  }

  /** A master announces itself; the node's path is what it gets. */
  public String announce(String group, String label, String info) throws Exception {
    return announce(group, label, info, ZooDefs.Ids.CREATOR_ALL_ACL);
  }

  private String announce(String group, String label, String info, List<ACL> acl) throws Exception {
    return masters
        .create()
        .creatingParentsIfNeeded()
        .withMode(CreateMode.PERSISTENT_SEQUENTIAL)
        .withACL(List.copyOf(acl))
        .forPath(group + "/" + label, info.getBytes(UTF_8));
  }

  public String announce(String group, int port) throws Exception {
    return announce(group, LABEL, info(port));
  }

  /** The same with a node that nobody may read before it is shown. */
  public String announceHidden(String group, int port) throws Exception {
    int allButRead = ZooDefs.Perms.ALL & ~ZooDefs.Perms.READ;
    return announce(
        group, LABEL, info(port), List.of(new ACL(allButRead, ZooDefs.Ids.ANYONE_ID_UNSAFE)));
  }

  public void show(String node) throws Exception {
    masters.setACL().withACL(List.copyOf(ZooDefs.Ids.OPEN_ACL_UNSAFE)).forPath(node);
  }

  private static String info(int port) {
    String info =
        "{\"address\":{\"hostname\":\"localhost\",\"ip\":\"127.0.0.1\",\"port\":%d},"
            + "\"hostname\":\"localhost\",\"id\":\"m-%d\",\"ip\":16777343,\"port\":%d}";
    return info.formatted(port, port, port);
  }

  /** Lets time pass for it, which it counts in changes. */
  public void change(int times) throws Exception {
    for (int i = 0; i < times; i++) {
      withdraw(announce("/elsewhere", "x", ""));
    }
  }

  public int port() {
    return server.getPort();
  }

  public void withdraw(String node) throws Exception {
    masters.delete().forPath(node);
  }

  public void stop() throws IOException {
    server.stop();
  }

  public void restart() throws Exception {
    server.restart();
  }

  @Override
  public void close() throws IOException {
    masters.close();
    server.close();
  }
}
