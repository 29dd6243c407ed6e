package io.mesosbridge.core.language;

/** What a record of the command topic turned out to be. */
public sealed interface Reading permits Command, Refusal {}
