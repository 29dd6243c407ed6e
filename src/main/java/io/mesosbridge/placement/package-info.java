/**
 * Which offer a launch without offers gets: resources and how they are compared. Uses {@code
 * events} and what is right of it.
 */
package io.mesosbridge.placement;
