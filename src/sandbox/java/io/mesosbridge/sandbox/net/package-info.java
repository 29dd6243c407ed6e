/** Where the sandbox's servers listen. Uses nothing else of the sandbox. */
package io.mesosbridge.sandbox.net;
