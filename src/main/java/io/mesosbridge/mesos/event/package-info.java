/** What a master says: the events of the scheduler API, read without building a JSON tree. */
package io.mesosbridge.mesos.event;
