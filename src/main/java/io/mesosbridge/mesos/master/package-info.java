/** Finds the master that leads: from a list, or by ZooKeeper. Uses {@code config}. */
package io.mesosbridge.mesos.master;
