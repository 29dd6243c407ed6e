/**
 * What operators see over HTTP: status, health, metrics. May use everything, is used by nothing.
 */
package io.mesosbridge.api;
