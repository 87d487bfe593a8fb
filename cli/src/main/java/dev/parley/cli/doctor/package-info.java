/** The command that looks at the host. */
@org.jspecify.annotations.NullMarked
package dev.parley.cli.doctor;
