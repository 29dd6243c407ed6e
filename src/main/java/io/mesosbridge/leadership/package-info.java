/**
 * Decides when this instance leads and the others run. Uses {@code commands} and what is right of
 * it.
 */
package io.mesosbridge.leadership;
