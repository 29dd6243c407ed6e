/**
 * The packaged bridge as a process of its own, with everything that can befall a process. Uses
 * {@code net} of the sandbox and nothing else of it.
 */
package io.mesosbridge.sandbox.process;
