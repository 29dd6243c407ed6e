/**
 * The HTTP API: what an instance knows, whether it leads or stands by, and commands for those who
 * have no Kafka client at hand. Its state is the bridge's, copied on the bridge's event loop.
 */
package io.mesosbridge.app.api;
