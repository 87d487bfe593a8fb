/**
 * What tests share, and what the tests of a program that embeds Parley can use.
 *
 * <pre>
 *   bytes --Cuts--> SessionPair [ client side | server session ] --> replies, steps, endings
 *                                        ^
 *                                  ManualClock
 * </pre>
 *
 * Rules:
 *
 * <ul>
 *   <li>What is here waits for conditions, never for time, and opens nothing that it does not close.
 *   <li>Sessions are tested without sockets and without threads of the kit's own; engines through real sockets on port 0.
 *   <li>Everything random comes from a seed, and a failure names it.
 *   <li>{@link dev.parley.testkit.LeakCheck} watches every test class; it finds itself where JUnit's autodetection of
 *       extensions is on.
 * </ul>
 */
@org.jspecify.annotations.NullMarked
package dev.parley.testkit;
