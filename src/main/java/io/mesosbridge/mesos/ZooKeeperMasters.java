package io.mesosbridge.mesos;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.mesosbridge.config.ZooKeeperUrl;
import io.mesosbridge.core.mesos.SchedulerEndpoint.Leader;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.curator.framework.CuratorFramework;
import org.apache.curator.framework.CuratorFrameworkFactory;
import org.apache.curator.framework.imps.CuratorFrameworkState;
import org.apache.curator.framework.recipes.cache.CuratorCache;
import org.apache.curator.framework.recipes.cache.CuratorCacheListener;
import org.apache.curator.framework.state.ConnectionState;
import org.apache.curator.retry.RetryForever;
import org.apache.curator.utils.ZookeeperCompatibility;
import org.jboss.logging.Logger;

/**
 * Masters that elect their leader by ZooKeeper; its changes are watched, and while ZooKeeper is
 * away the last known leader counts.
 */
@RegisterForReflection(classNames = "org.apache.zookeeper.ClientCnxnSocketNIO")
public final class ZooKeeperMasters implements Masters {

  private static final Logger LOG = Logger.getLogger(ZooKeeperMasters.class);
  private static final int SESSION_TIMEOUT_MS = 10_000;
  private static final int CONNECTION_TIMEOUT_MS = 5_000;
  private static final int RETRY_MS = 1_000;
  private static final Duration LOOK_AGAIN = Duration.ofSeconds(30);
  // Servers before 3.6 know no persistent watches, and many a Mesos cluster still has one.
  private static final ZookeeperCompatibility OLD_SERVERS =
      ZookeeperCompatibility.builder().hasPersistentWatchers(false).build();

  private final Context context;
  private final ZooKeeperUrl url;
  private final CuratorFramework client;
  private final boolean tls;
  private final long timer;

  /** Of its own, since Curator may wait for ZooKeeper; what comes after the end is for nobody. */
  private final ExecutorService thread =
      new ThreadPoolExecutor(
          1,
          1,
          0,
          TimeUnit.SECONDS,
          new LinkedBlockingQueue<>(),
          ZooKeeperMasters::daemon,
          new ThreadPoolExecutor.DiscardPolicy());

  /** What masters wrote, as seen in this session of ZooKeeper. */
  private volatile CuratorCache announced;

  private Promise<Leader> leader = Promise.promise();
  private MasterList names;
  private Consumer<Leader> onLeaderChange = any -> {};
  private boolean missing;

  /**
   * Begins to watch.
   *
   * @param context where {@link #locate} is called and callbacks come
   * @param tls whether masters speak TLS
   */
  public ZooKeeperMasters(Context context, ZooKeeperUrl url, boolean tls) {
    this(context, url, tls, LOOK_AGAIN);
  }

  ZooKeeperMasters(Context context, ZooKeeperUrl url, boolean tls, Duration lookAgain) {
    this.context = context;
    this.url = url;
    this.tls = tls;
    CuratorFrameworkFactory.Builder builder =
        CuratorFrameworkFactory.builder()
            .connectString(url.hosts())
            .sessionTimeoutMs(SESSION_TIMEOUT_MS)
            .connectionTimeoutMs(CONNECTION_TIMEOUT_MS)
            .retryPolicy(new RetryForever(RETRY_MS))
            .ensembleTracker(false)
            .zookeeperCompatibility(OLD_SERVERS);
    url.credentials()
        .ifPresent(credentials -> builder.authorization("digest", credentials.getBytes(UTF_8)));
    client = builder.build();
    client.getConnectionStateListenable().addListener((any, state) -> onConnection(state));
    announced = cache();
    blocking(client::start);
    blocking(announced::start);
    timer =
        context
            .owner()
            .setPeriodic(
                lookAgain.toMillis(), tick -> context.runOnContext(ignored -> lookAgain()));
  }

  private CuratorCache cache() {
    CuratorCache cache = CuratorCache.bridgeBuilder(client, url.path()).build();
    ZooKeeperElection election = new ZooKeeperElection(url.path(), tls);
    cache
        .listenable()
        .addListener(
            CuratorCacheListener.builder()
                .forAll(
                    (type, before, after) -> {
                      election.changed(before, after);
                      elect(cache, election);
                    })
                .forInitialized(
                    () -> {
                      election.complete();
                      elect(cache, election);
                    })
                .build());
    return cache;
  }

  /** A cache takes nodes that are older than its own for stale, but whoever wipes makes such. */
  private void renew() {
    if (client.getState() == CuratorFrameworkState.STARTED) {
      announced.close();
      announced = cache();
      announced.start();
    }
  }

  /** No watch tells that a node may be read now which could not be before. */
  private void lookAgain() {
    boolean isElected = leader.future().isComplete();
    if (!isElected && client.getZookeeperClient().isConnected()) {
      blocking(this::renewIfThereAreMasters);
    }
  }

  private void renewIfThereAreMasters() {
    try {
      client
          .getChildren()
          .inBackground(
              (any, answer) -> {
                if (ZooKeeperElection.hasMembers(answer.getChildren())) {
                  blocking(this::renew);
                }
              })
          .forPath(url.path());
    } catch (Exception failure) { // which Curator declares for what it does in the background, too
      throw new IllegalStateException("cannot ask for masters", failure);
    }
  }

  @Override
  public Future<URI> locate() {
    return leader.future().compose(any -> names.locate());
  }

  @Override
  public void led(URI endpoint) {
    // Who leads is ZooKeeper's to say; by which of its names it is reached is not.
    if (leader.future().succeeded() && leader.future().result().endpoints().contains(endpoint)) {
      names.led(endpoint);
    }
  }

  @Override
  public void onLeaderChange(Consumer<Leader> handler) {
    onLeaderChange = handler;
  }

  @Override
  public void close() {
    onLeaderChange = any -> {};
    context.owner().cancelTimer(timer);
    blocking(() -> announced.close());
    blocking(client::close);
    thread.shutdown();
  }

  /** Off the event loop, one after the other. */
  private void blocking(Runnable task) {
    thread.execute(
        () -> {
          try {
            task.run();
          } catch (RuntimeException | Error failure) {
            LOG.errorf(failure, "ZooKeeper %s", url);
          }
        });
  }

  private static Thread daemon(Runnable tasks) {
    Thread thread = new Thread(tasks, "bridge-zookeeper");
    thread.setDaemon(true);
    return thread;
  }

  private void onConnection(ConnectionState state) {
    if (state.isConnected()) {
      LOG.infof("ZooKeeper %s: %s", url, state);
    } else {
      LOG.warnf("ZooKeeper %s: %s; the last known leader counts", url, state);
    }
    if (state == ConnectionState.LOST) {
      blocking(this::renew);
    }
  }

  private void elect(CuratorCache cache, ZooKeeperElection election) {
    if (election.isComplete()) {
      Leader elected = election.leader().orElse(null);
      context.runOnContext(
          start -> {
            if (cache == announced) {
              onElected(elected);
            }
          });
    }
  }

  private void onElected(Leader elected) {
    Leader before = leader.future().result();
    if (elected == null) {
      onNoLeader(before);
    } else if (!elected.equals(before)) {
      LOG.infof("ZooKeeper %s: %s leads", url, elected.authority());
      if (before != null) {
        leader = Promise.promise();
      }
      missing = false;
      names = new MasterList(elected.endpoints());
      leader.complete(elected);
      onLeaderChange.accept(elected);
    }
  }

  private void onNoLeader(Leader before) {
    if (before != null) {
      leader = Promise.promise();
    }
    if (!missing) {
      missing = true;
      LOG.warnf(
          "ZooKeeper %s: no master is to be seen there; if there are masters, path or credentials"
              + " are wrong",
          url);
    }
  }
}
