/**
 * What commands may do: rules by task and role, held against a command and what is known. Pure, no
 * input or output. Uses {@code language}, {@code offer}, {@code task} and the rules of {@code
 * config}.
 */
package io.mesosbridge.core.policy;
