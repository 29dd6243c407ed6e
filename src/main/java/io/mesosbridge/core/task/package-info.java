/** Tasks, what their statuses mean, and the live-task table. */
package io.mesosbridge.core.task;
