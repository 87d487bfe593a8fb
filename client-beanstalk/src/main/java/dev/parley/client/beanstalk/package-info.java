/**
 * A client of work queues that speak the beanstalk protocol: {@code parley serve beanstalk}, and beanstalkd.
 *
 * <p>Rules of this room: every call has a deadline; what the server refuses is an exception that names the server, the reply and the
 * way out; "no such message" is an ordinary answer.
 */
@org.jspecify.annotations.NullMarked
package dev.parley.client.beanstalk;
