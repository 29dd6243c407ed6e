/**
 * What a master says: the events of the scheduler API, read without building a JSON tree. Uses
 * nothing else of the bridge.
 */
package io.mesosbridge.mesos.event;
