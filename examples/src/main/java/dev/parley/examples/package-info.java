/** Small programs that use the library: a service, a filter, and servers inside a program of one's own. */
@org.jspecify.annotations.NullMarked
package dev.parley.examples;
