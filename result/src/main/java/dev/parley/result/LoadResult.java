package dev.parley.result;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What a load measured, and what it thinks of that.
 *
 * @param setting how the load was configured
 * @param environment where it ran
 * @param startedAt wall clock, for display
 * @param measured the numbers
 * @param timeline the same over time, in order; none where it was not recorded
 * @param verdict whether to believe them
 * @param stages the same of each stage of the schedule, but for what is known of the whole alone; none unless it has stages
 * @param generators what each of several load generators measured at the same time; none where one was alone
 */
public record LoadResult(
        Setting setting,
        Environment environment,
        Instant startedAt,
        Measured measured,
        List<TimelinePoint> timeline,
        Verdict verdict,
        List<LoadResult> stages,
        List<NamedResult> generators) {
    public LoadResult {
        timeline = List.copyOf(timeline);
        stages = List.copyOf(stages);
        generators = List.copyOf(generators);
    }

    /** A result of one load generator, without stages. */
    public LoadResult(
            Setting setting,
            Environment environment,
            Instant startedAt,
            Measured measured,
            List<TimelinePoint> timeline,
            Verdict verdict) {
        this(setting, environment, startedAt, measured, timeline, verdict, List.of(), List.of());
    }

    /** The same with these stages. */
    public LoadResult withStages(List<LoadResult> newStages) {
        return new LoadResult(setting, environment, startedAt, measured, timeline, verdict, newStages, generators);
    }

    /** A result with the verdict that its numbers give. */
    public static LoadResult of(
            Setting setting,
            Environment environment,
            Instant startedAt,
            Measured measured,
            List<TimelinePoint> timeline) {
        return new LoadResult(setting, environment, startedAt, measured, timeline, Judge.judge(measured, timeline));
    }

    /**
     * The numbers.
     *
     * @param clients configured
     * @param clientsWithoutReply of these, how many never got a reply
     * @param response from due to done; requests without a reply at their age
     * @param service from sent to done; replies only
     * @param lateness of our own sends; empty in a closed loop
     * @param ideal what an ideal load generator would have seen of {@link #latencies}: a lower bound of what the server made its users
     *     wait; empty where it is not known
     * @param slotWait the part of it before the request could be sent, because its client was not free
     * @param connect from asking for a connection until it was there, on TLS with its handshake; empty unless each request had one of its own
     * @param handshake TLS handshakes that were completed, from when their TCP connection was there: of the connections of measured requests
     *     where each had one of its own, else of those the load began with and those made again while it measured; empty without TLS
     * @param byDueTime response times over the run; empty where it was not recorded
     * @param process what this process went through
     * @param warmUp what preceded
     * @param measuredNanos from the end of the warm-up to the last request's turn
     * @param plannedNanos the same, if all had been sent in time; equal in a closed loop
     * @param endedEarly why, or an empty text
     * @param samplesFailure why the file of samples is incomplete, or an empty text
     * @param jitterNanos mean over the clients of the interarrival jitter of RFC 3550, section 6.4.1, of round trips; empty on TCP
     *     and where no client had two replies
     * @param serverCpu empty where the server is not on this host, or cannot be looked at
     * @param steps of which each request consists; none where it is one message and its reply
     */
    public record Measured(
            boolean closedLoop,
            int clients,
            int clientsWithoutReply,
            LatencyHistogram response,
            LatencyHistogram service,
            LatencyHistogram lateness,
            LatencyHistogram ideal,
            LatencyHistogram slotWait,
            LatencyHistogram connect,
            LatencyHistogram handshake,
            LatencyByDueTime byDueTime,
            OwnProcess process,
            Map<Outcome, Long> outcomes,
            Map<Counter, Long> counters,
            long measuredNanos,
            long plannedNanos,
            WarmUp warmUp,
            String endedEarly,
            String samplesFailure,
            OptionalLong jitterNanos,
            Optional<ServerCpu> serverCpu,
            List<StepTimes> steps) {
        public Measured {
            outcomes = Map.copyOf(outcomes);
            counters = Map.copyOf(counters);
            steps = List.copyOf(steps);
        }

        public long count(Outcome outcome) {
            return outcomes.getOrDefault(outcome, 0L);
        }

        public long count(Counter counter) {
            return counters.getOrDefault(counter, 0L);
        }

        /** Requests that got no reply, sent or not. */
        public long unanswered() {
            return count(Outcome.LOST) + count(Outcome.CLOSED) + count(Outcome.MALFORMED) + count(Outcome.UNSENT);
        }

        /** Everything but the expected reply. */
        public long errors() {
            return unanswered() + count(Outcome.WRONG);
        }

        /** The clock to compare by: response time; service time in a closed loop, which has no other. */
        public LatencyHistogram latencies() {
            return closedLoop ? service : response;
        }

        /** The target rate of the schedule; 0 in a closed loop. */
        public double targetPerSecond() {
            return closedLoop ? 0 : perSecond(count(Counter.DUE), plannedNanos);
        }

        public double sentPerSecond() {
            return perSecond(count(Counter.SENT), measuredNanos);
        }

        /** Replies that came in the measured time, right or wrong. */
        public double repliesPerSecond() {
            return perSecond(count(Counter.REPLIES_IN_TIME), measuredNanos);
        }

        /** Bytes of requests, with their framing. */
        public double bytesSentPerSecond() {
            return perSecond(count(Counter.BYTES_SENT), measuredNanos);
        }

        /** Bytes of replies that came in the measured time, with their framing. */
        public double bytesReceivedPerSecond() {
            return perSecond(count(Counter.BYTES_RECEIVED), measuredNanos);
        }

        /** Processor time of the server for each request it answered; empty where one of the two is not known. */
        public OptionalLong serverCpuNanosPerReply() {
            return service.count() == 0 || serverCpu.isEmpty()
                    ? OptionalLong.empty()
                    : OptionalLong.of(serverCpu.get().nanos() / service.count());
        }

        /** Share of the target rate that was sent; 1 in a closed loop. */
        public double keptShare() {
            double target = targetPerSecond();
            return target == 0 ? 1 : sentPerSecond() / target;
        }

        private static double perSecond(long count, long nanos) {
            return nanos <= 0 ? 0 : count * Rates.NANOS_PER_SECOND / nanos;
        }
    }
}
