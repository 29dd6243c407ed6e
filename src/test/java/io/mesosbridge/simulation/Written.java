package io.mesosbridge.simulation;

/**
 * A command that the schedule wrote.
 *
 * @param key of its result
 * @param id its number, 0 for a command without id
 * @param marker by which calls that follow from it can be told
 * @param record where it landed
 * @param topicId of which incarnation of the topic
 * @param transaction that it belongs to, 0 for none
 */
public record Written(
    String key,
    String type,
    int id,
    String marker,
    SimRecord record,
    String topicId,
    long transaction) {}
