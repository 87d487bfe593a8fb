/**
 * Promise I3: a decoder gives a value or the exception it is documented to throw, and nothing else. One class for each
 * decoder, because Jazzer fuzzes for one test in a JVM. Any input is a test: its seeds run with all other tests, and
 * the nightly run searches for more of them.
 */
@NullMarked
package dev.parley.fuzz;

import org.jspecify.annotations.NullMarked;
