/** Settings of a server from a file and from the environment, and {@code config}, which shows and checks them. */
@org.jspecify.annotations.NullMarked
package dev.parley.cli.config;
