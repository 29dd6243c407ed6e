/** A benchmark of placement alone, which needs what the package keeps to itself. */
package io.mesosbridge.core.offer;
