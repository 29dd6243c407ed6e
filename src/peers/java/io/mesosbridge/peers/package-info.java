/** What others would take instead of the bridge, to be compared with. */
package io.mesosbridge.peers;
