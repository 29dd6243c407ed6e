/**
 * Commands from their arrival to their result: one registry, one sealed state each. Uses {@code
 * language} and {@code preparation}, and what tasks and offers know.
 */
package io.mesosbridge.core.command;
