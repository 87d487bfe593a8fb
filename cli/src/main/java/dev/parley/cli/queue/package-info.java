/** The commands of a work queue that speaks the beanstalk protocol: those that look after it, and the one that works on it. */
@org.jspecify.annotations.NullMarked
package dev.parley.cli.queue;
