/** Small programs that use the library: a service, a filter, servers inside a program of one's own, and a queue's producer and worker. */
@org.jspecify.annotations.NullMarked
package dev.parley.examples;
