package io.mesosbridge.core.mesos;

/**
 * One record of a subscription's stream.
 *
 * @param streamId the subscription's Mesos-Stream-Id
 * @param sequence the record's number in that subscription, from 1
 * @param json the record, verbatim
 * @param event what routing needs of it
 */
public record EventRecord(String streamId, long sequence, Slice json, Event event) {}
