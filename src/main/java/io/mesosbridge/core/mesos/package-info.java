/**
 * The scheduler API as data: what a master says, read without building a JSON tree, and what it is
 * told.
 */
package io.mesosbridge.core.mesos;
