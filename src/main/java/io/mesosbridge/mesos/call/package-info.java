/** What a master is told: calls, in order, on one connection, and what became of them. */
package io.mesosbridge.mesos.call;
