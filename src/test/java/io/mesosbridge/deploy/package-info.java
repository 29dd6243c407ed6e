/**
 * What deploy/ has, held against what it is written for: Kubernetes, Compose, systemd, Marathon.
 */
package io.mesosbridge.deploy;
