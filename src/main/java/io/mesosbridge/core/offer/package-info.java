/**
 * The offers: which are outstanding and why others ended, resources and how they are compared, the
 * launches that wait for an offer, and which one they get.
 */
package io.mesosbridge.core.offer;
