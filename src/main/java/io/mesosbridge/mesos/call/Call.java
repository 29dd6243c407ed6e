package io.mesosbridge.mesos.call;

import io.vertx.core.buffer.Buffer;

/**
 * A scheduler call, ready to be sent.
 *
 * @param type the call's type, e.g. {@code ACCEPT}
 * @param body the whole {@code Call} in JSON, {@code framework_id} included
 */
public record Call(String type, Buffer body) {}
