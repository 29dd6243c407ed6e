/** Cuts a stream of bytes into records, as Mesos frames them. Uses nothing else of the bridge. */
package io.mesosbridge.mesos.recordio;
