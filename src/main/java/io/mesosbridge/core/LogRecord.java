package io.mesosbridge.core;

/**
 * A record of the topics that the bridge remembers itself by, as it was read back.
 *
 * @param topic which of them
 * @param partition its partition
 * @param offset its offset
 * @param key its key
 * @param epoch of the leader that wrote it, negative for one that no leader wrote
 * @param fact what it says, or null for nothing that this version knows
 */
public record LogRecord(
    Outgoing.Topic topic, int partition, long offset, String key, long epoch, Fact fact) {}
