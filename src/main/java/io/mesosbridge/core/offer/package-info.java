/**
 * Which offer a launch without offers gets: resources and how they are compared, the launches that
 * wait, and the strategies. Pure data, no input or output. Uses {@code events} and what is right of
 * it.
 */
package io.mesosbridge.core.offer;
