/** What operators see over HTTP: status, health. Uses everything, is used by nothing. */
package io.mesosbridge.api;
