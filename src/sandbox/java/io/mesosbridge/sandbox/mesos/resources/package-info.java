/**
 * What agents have, offers carry and tasks use: amounts by kind, read from Mesos' text and JSON
 * forms and written back in both. Values only; uses nothing but Jackson's tree.
 */
package io.mesosbridge.sandbox.mesos.resources;
