/** Benchmarks: figures that are compared within one run, since machines differ and are noisy. */
package io.mesosbridge.bench;
