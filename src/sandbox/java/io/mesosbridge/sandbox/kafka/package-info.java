/** A real Kafka broker inside the JVM. Uses {@code net} of the sandbox and nothing else of it. */
package io.mesosbridge.sandbox.kafka;
