/**
 * The command language: bytes become a {@link io.mesosbridge.core.language.Command} in Mesos' own
 * form or a {@link io.mesosbridge.core.language.CommandError}; what offers and tasks there are does
 * not matter here. Pure, no input or output. Uses {@code offer} for the text form of resources.
 */
package io.mesosbridge.core.language;
