/**
 * Where the sandbox's servers listen, and the certificates they show. Uses nothing else of the
 * sandbox.
 */
package io.mesosbridge.sandbox.net;
