package io.mesosbridge.testkit;

import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.function.Predicate;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.admin.RemoveMembersFromConsumerGroupOptions;
import org.apache.kafka.clients.admin.ScramCredentialInfo;
import org.apache.kafka.clients.admin.ScramMechanism;
import org.apache.kafka.clients.admin.UserScramCredentialAlteration;
import org.apache.kafka.clients.admin.UserScramCredentialUpsertion;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclBindingFilter;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;

/** What an operator does to a broker. */
public record KafkaAdmin(String bootstrapServers) {

  private interface Request<T> {
    KafkaFuture<T> to(Admin admin);
  }

  private <T> T ask(Request<T> request) {
    Map<String, Object> settings =
        Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
    try (Admin admin = Admin.create(settings)) {
      return request.to(admin).get();
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  /** Creates a topic, which the broker knows when this returns. */
  public void create(String topic, int partitions, Map<String, String> settings) {
    NewTopic request =
        new NewTopic(topic, Optional.of(partitions), Optional.empty()).configs(settings);
    Uuid created = ask(admin -> admin.createTopics(List.of(request)).topicId(topic));
    awaitId(topic, created::equals);
  }

  /** Waits until the broker knows a topic that somebody has created, and those made with it. */
  public void awaitTopic(String topic) {
    awaitId(topic, any -> true);
  }

  private void awaitId(String topic, Predicate<Uuid> wanted) {
    await("brokers learn of topics a moment later")
        .atMost(TestedBridge.PATIENCE)
        .pollDelay(Duration.ZERO)
        .ignoreException(IllegalStateException.class)
        .until(() -> wanted.test(id(topic)));
  }

  /** Deletes a topic, which the broker knows no longer when this returns, but maybe another one. */
  public void delete(String topic) {
    Uuid deleted = id(topic);
    ask(admin -> admin.deleteTopics(List.of(topic)).all());
    await("brokers forget topics a moment later")
        .atMost(TestedBridge.PATIENCE)
        .pollDelay(Duration.ZERO)
        .until(() -> !isThere(topic, deleted));
  }

  private boolean isThere(String topic, Uuid id) {
    try {
      return id(topic).equals(id);
    } catch (IllegalStateException failure) {
      if (failure.getCause() instanceof UnknownTopicOrPartitionException) {
        return false;
      }
      throw failure;
    }
  }

  /** The names of all topics. */
  public Set<String> topics() {
    return ask(admin -> admin.listTopics().names());
  }

  /** Allows a user something, for all resources whose names begin so. */
  public void allow(String user, ResourceType type, String prefix, AclOperation... operations) {
    ResourcePattern pattern = new ResourcePattern(type, prefix, PatternType.PREFIXED);
    List<AclBinding> bindings =
        Arrays.stream(operations)
            .map(
                operation ->
                    new AclBinding(
                        pattern,
                        new AccessControlEntry(
                            "User:" + user, "*", operation, AclPermissionType.ALLOW)))
            .toList();
    create(bindings);
  }

  private void create(List<AclBinding> bindings) {
    ask(admin -> admin.createAcls(bindings).all());
    await("brokers learn of rights a moment later")
        .atMost(TestedBridge.PATIENCE)
        .until(
            () ->
                ask(admin -> admin.describeAcls(AclBindingFilter.ANY).values())
                    .containsAll(bindings));
  }

  /** Forbids a user something on one topic, whatever he was allowed. */
  public AclBinding deny(String user, String topic, AclOperation operation) {
    AclBinding denied =
        new AclBinding(
            new ResourcePattern(ResourceType.TOPIC, topic, PatternType.LITERAL),
            new AccessControlEntry("User:" + user, "*", operation, AclPermissionType.DENY));
    create(List.of(denied));
    return denied;
  }

  /** Takes that back. */
  public void undo(AclBinding denied) {
    ask(admin -> admin.deleteAcls(List.of(denied.toFilter())).all());
  }

  /** Lets a user log in with this password, by SCRAM of either hash, and with no other. */
  public void scram(String user, String password) {
    for (ScramMechanism each :
        List.of(ScramMechanism.SCRAM_SHA_256, ScramMechanism.SCRAM_SHA_512)) {
      ScramCredentialInfo info = new ScramCredentialInfo(each, 4_096);
      List<UserScramCredentialAlteration> its =
          List.of(new UserScramCredentialUpsertion(user, info, password));
      ask(admin -> admin.alterUserScramCredentials(its).all());
    }
  }

  /** How many partitions the topic has, once the broker knows it. */
  public int partitions(String topic) {
    awaitTopic(topic);
    return ask(admin -> admin.describeTopics(List.of(topic)).allTopicNames())
        .get(topic)
        .partitions()
        .size();
  }

  /** A setting of the topic. */
  public String setting(String topic, String name) {
    ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
    return ask(admin -> admin.describeConfigs(List.of(resource)).all())
        .get(resource)
        .get(name)
        .value();
  }

  /** Creates a topic of one partition, or finds that somebody else just did. */
  public void createUnlessThere(String topic) {
    try {
      create(topic, 1, Map.of());
    } catch (IllegalStateException failure) {
      if (!(failure.getCause() instanceof TopicExistsException)) {
        throw failure;
      }
      awaitTopic(topic);
    }
  }

  /** Changes a setting of the topic. */
  public void change(String topic, String name, String value) {
    ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
    AlterConfigOp change =
        new AlterConfigOp(new ConfigEntry(name, value), AlterConfigOp.OpType.SET);
    ask(admin -> admin.incrementalAlterConfigs(Map.of(resource, List.of(change))).all());
  }

  /** Deletes the records before that offset of a topic of one partition. */
  public void deleteBefore(String topic, long offset) {
    Map<TopicPartition, RecordsToDelete> before =
        Map.of(new TopicPartition(topic, 0), RecordsToDelete.beforeOffset(offset));
    ask(admin -> admin.deleteRecords(before).all());
  }

  /** Makes a group without members begin anew, as if it had committed nothing. */
  public void rewind(String group, String topic) {
    Map<TopicPartition, OffsetAndMetadata> beginning =
        Map.of(new TopicPartition(topic, 0), new OffsetAndMetadata(0));
    await()
        .atMost(TestedBridge.PATIENCE)
        .ignoreException(IllegalStateException.class)
        .untilAsserted(() -> ask(admin -> admin.alterConsumerGroupOffsets(group, beginning).all()));
  }

  /** The offset that a group goes on with in a topic of one partition; zero when it has none. */
  public long committed(String group, String topic) {
    OffsetAndMetadata committed =
        ask(admin -> admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata())
            .get(new TopicPartition(topic, 0));
    return committed == null ? 0 : committed.offset();
  }

  /** Whether somebody is in the group. */
  public boolean hasMembers(String group) {
    return !ask(admin -> admin.describeConsumerGroups(List.of(group)).describedGroups().get(group))
        .members()
        .isEmpty();
  }

  /** Removes all members of a group, who learn of it when they ask for something. */
  public void expel(String group) {
    ask(
        admin ->
            admin
                .removeMembersFromConsumerGroup(group, new RemoveMembersFromConsumerGroupOptions())
                .all());
  }

  /** Gives a topic more partitions, so many in all. */
  public void widen(String topic, int partitions) {
    ask(admin -> admin.createPartitions(Map.of(topic, NewPartitions.increaseTo(partitions))).all());
  }

  /** Which topic of that name it is. */
  public Uuid id(String topic) {
    return ask(admin -> admin.describeTopics(List.of(topic)).allTopicNames()).get(topic).topicId();
  }

  /** The offset of the record that a topic of one partition gets next. */
  public long end(String topic) {
    TopicPartition partition = new TopicPartition(topic, 0);
    return ask(admin -> admin.listOffsets(Map.of(partition, OffsetSpec.latest())).all())
        .get(partition)
        .offset();
  }

  /** The first record of a topic of any name. */
  public KafkaRecord awaitRecord(String topic) {
    try (TopicLog log = new TopicLog(bootstrapServers, "", List.of(topic))) {
      return await("a record in " + topic)
          .atMost(TestedBridge.PATIENCE)
          .until(() -> log.of(topic).findFirst().orElse(null), record -> record != null);
    }
  }
}
