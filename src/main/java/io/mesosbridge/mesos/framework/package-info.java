/** How this framework describes itself to Mesos. Uses {@code config}. */
package io.mesosbridge.mesos.framework;
