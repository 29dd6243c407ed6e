package io.mesosbridge.state;

import io.quarkus.runtime.annotations.RegisterForReflection;

/**
 * Written under the key {@code leader} when a term begins; the offset it gets is the term's epoch,
 * which no other term can have.
 *
 * @param instance which process leads
 * @param at ISO-8601 instant
 */
@RegisterForReflection
public record LeaderClaim(String instance, String at) {}
