/** The documents, held against the code. Uses everything, is used by tests only. */
package io.mesosbridge.docs;
