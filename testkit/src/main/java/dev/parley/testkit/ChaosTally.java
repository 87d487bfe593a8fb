package dev.parley.testkit;

import java.util.concurrent.atomic.LongAdder;

/**
 * What a proxy has done so far, so that a test can compare totals with what client and server saw.
 *
 * @param clients connections taken, or UDP addresses seen
 */
public record ChaosTally(long clients, Flow requests, Flow replies) {
    /**
     * One direction.
     *
     * @param passed bytes of streams, or datagrams sent on (a duplicate is one more)
     * @param lost datagrams dropped
     * @param duplicated datagrams sent on twice
     * @param reordered datagrams held back so that others could overtake them
     */
    public record Flow(long passed, long lost, long duplicated, long reordered) {}

    /** The same, while it is being counted; from any thread. */
    record Counters(LongAdder passed, LongAdder lost, LongAdder duplicated, LongAdder reordered) {
        Counters() {
            this(new LongAdder(), new LongAdder(), new LongAdder(), new LongAdder());
        }

        Flow sum() {
            return new Flow(passed.sum(), lost.sum(), duplicated.sum(), reordered.sum());
        }
    }
}
