package io.mesosbridge.core.language;

import java.time.Instant;

/**
 * What every command has besides its call.
 *
 * @param id the command's id, its own or made up
 * @param type what it is
 * @param expiresAt when it lapses, or null
 * @param frameworkId the framework that it is meant for, or null
 */
public record Header(String id, CommandType type, Instant expiresAt, String frameworkId) {}
