/** What an operator can say, typed and checked at start. Uses nothing else of the bridge. */
package io.mesosbridge.config;
