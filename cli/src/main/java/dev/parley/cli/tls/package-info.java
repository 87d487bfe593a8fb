/** {@code tls}: certificates for a laboratory. */
@org.jspecify.annotations.NullMarked
package dev.parley.cli.tls;
