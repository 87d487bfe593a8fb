package dev.parley.page;

import dev.parley.result.Counter;
import dev.parley.result.Environment;
import dev.parley.result.LatencyByDueTime;
import dev.parley.result.LatencyHistogram;
import dev.parley.result.LoadResult;
import dev.parley.result.MeasuredBuilder;
import dev.parley.result.Outcome;
import dev.parley.result.OwnProcess;
import dev.parley.result.ScheduleKind;
import dev.parley.result.Setting;
import dev.parley.result.TimelinePoint;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.HdrHistogram.Histogram;

/** Results of loads that never ran: made from a list of requests, so that a page can be compared with what it must show. */
final class KnownResults {
    static final long MILLI = 1_000_000L;
    static final long SECOND = 1_000 * MILLI;

    private final long runNanos;
    private final long intervalNanos;
    private final List<Request> requests = new ArrayList<>();
    private final LatencyHistogram connect = new LatencyHistogram();
    private final LatencyHistogram hiccups = new LatencyHistogram();

    /** Nanoseconds since the begin of the run. */
    private record Request(long dueNanos, long sentNanos, long doneNanos, Outcome outcome) {
        long responseNanos() {
            return doneNanos - dueNanos;
        }
    }

    private KnownResults(long runNanos, int intervals) {
        this.runNanos = runNanos;
        this.intervalNanos = runNanos / intervals;
        for (int i = 0; i < 1_000; i++) {
            hiccups.record(80_000);
        }
    }

    /**
     * The example of docs/measuring.md: 100 requests a second; 1 ms each for 100 s, then a stall of 10 s. Behind it, what is owed
     * is answered at once.
     */
    static LoadResult stalled() {
        KnownResults run = new KnownResults(110 * SECOND, 55);
        for (int i = 0; i < 11_000; i++) {
            long due = 10L * i * MILLI;
            boolean inStall = due >= 100 * SECOND;
            long sent = inStall && due > 100 * SECOND ? 110 * SECOND - MILLI : due + 3_000;
            run.add(due, sent, inStall ? 110 * SECOND : due + MILLI + 3_000, Outcome.REPLY);
        }
        return run.result("reverse+tcp://127.0.0.1:8080", "constant 100/s", "");
    }

    /**
     * A run that looks like a real one, of a server so many times slower than another: most replies quick, a long tail, a pause of
     * 60 ms in the middle.
     */
    static LoadResult lively(long seed, double slowness, int perSecond, String endpoint) {
        Random random = new Random(seed);
        KnownResults run = new KnownResults(10 * SECOND, 60);
        int count = 10 * perSecond;
        for (int i = 0; i < count; i++) {
            long due = i * SECOND / perSecond;
            long service = (long) (slowness
                    * (45_000 + 14_000 * Math.abs(random.nextGaussian()) - 9_000 * Math.log(random.nextDouble())));
            if (random.nextInt(700) == 0) {
                service += (long) (slowness * 900_000 * random.nextDouble());
            }
            long pauseEnd = 6 * SECOND + (long) (slowness * 60 * MILLI);
            long sent = due + 2_000 + random.nextInt(3_000);
            if (due >= 6 * SECOND && due < pauseEnd && random.nextInt(8) != 0) {
                sent = pauseEnd;
            }
            run.add(due, sent, sent + service, Outcome.REPLY);
        }
        return run.result(endpoint, "constant " + perSecond + "/s", "selector engine, same machine");
    }

    /** A connection for each request, and two stages: all answered, then a quarter lost. */
    static LoadResult staged() {
        KnownResults first = new KnownResults(10 * SECOND, 10);
        KnownResults second = new KnownResults(20 * SECOND, 10);
        KnownResults whole = new KnownResults(30 * SECOND, 30);
        for (int i = 0; i < 3_000; i++) {
            long due = 10L * i * MILLI;
            boolean early = due < 10 * SECOND;
            boolean lost = !early && i % 4 == 0;
            long done = due + (lost ? 500 : early ? 2 : 3) * MILLI;
            Outcome outcome = lost ? Outcome.LOST : Outcome.REPLY;
            whole.add(due, due + 4_000, done, outcome);
            long begin = early ? 0 : 10 * SECOND;
            (early ? first : second).add(due - begin, due - begin + 4_000, done - begin, outcome);
        }
        whole.requests.forEach(request -> whole.connect.record(700_000 + request.dueNanos() / SECOND));
        String endpoint = "reverse+tcp://127.0.0.1:8080";
        return whole.result(endpoint, "stages", "")
                .withStages(List.of(
                        first.result(endpoint, "constant 100/s", ""), second.result(endpoint, "constant 101/s", "")));
    }

    /** Too few requests for p99, a third of them lost. */
    static LoadResult doubtful(String endpoint) {
        KnownResults run = new KnownResults(3 * SECOND, 30);
        for (int i = 0; i < 300; i++) {
            long due = 10L * i * MILLI;
            run.add(
                    due,
                    due + 4_000,
                    due + (i % 3 == 0 ? 500 * MILLI : 2 * MILLI),
                    i % 3 == 0 ? Outcome.LOST : Outcome.REPLY);
        }
        return run.result(endpoint, "constant 100/s", "<script>alert('server')</script>");
    }

    /** Not a single reply. */
    static LoadResult silent(String endpoint) {
        return new KnownResults(SECOND, 10).result(endpoint, "constant 100/s", "");
    }

    private void add(long due, long sent, long done, Outcome outcome) {
        requests.add(new Request(due, sent, done, outcome));
    }

    private LoadResult result(String endpoint, String schedule, String server) {
        LatencyHistogram response = new LatencyHistogram();
        LatencyHistogram service = new LatencyHistogram();
        LatencyHistogram lateness = new LatencyHistogram();
        LatencyHistogram ideal = new LatencyHistogram();
        LatencyHistogram slotWait = new LatencyHistogram();
        LatencyByDueTime byDueTime = LatencyByDueTime.of(Duration.ofNanos(runNanos));
        Map<Outcome, Long> outcomes = new EnumMap<>(Outcome.class);
        for (Request request : requests) {
            response.record(request.responseNanos());
            byDueTime.record(request.dueNanos(), request.responseNanos());
            lateness.record(Math.min(request.sentNanos() - request.dueNanos(), 5_000));
            long late = Math.min(request.sentNanos() - request.dueNanos(), 5_000);
            ideal.record(request.responseNanos() - late);
            slotWait.record(request.sentNanos() - request.dueNanos() - late);
            outcomes.merge(request.outcome(), 1L, Long::sum);
            if (request.outcome() == Outcome.REPLY) {
                service.record(request.doneNanos() - request.sentNanos());
            }
        }
        long count = requests.size();
        LoadResult.Measured measured = new MeasuredBuilder(response, service, runNanos)
                .clients(50, 0)
                .counts(
                        outcomes,
                        Map.of(
                                Counter.DUE,
                                count,
                                Counter.SENT,
                                count,
                                Counter.BYTES_SENT,
                                count * 6_543,
                                Counter.BYTES_RECEIVED,
                                count * 6_543))
                .lateness(lateness)
                .ideal(ideal, slotWait)
                .connect(connect)
                .byDueTime(byDueTime)
                .process(new OwnProcess(hiccups, 3, 4, 0, 0, 0))
                .build();
        return LoadResult.of(
                setting(endpoint, schedule),
                environment(endpoint, server),
                Instant.parse("2026-11-21T12:00:00Z"),
                measured,
                timeline());
    }

    private Setting setting(String endpoint, String schedule) {
        return new Setting(
                endpoint,
                "len8",
                ScheduleKind.CONSTANT,
                schedule,
                50,
                1,
                2,
                "64 bytes",
                Duration.ofSeconds(1),
                Duration.ofSeconds(10),
                Duration.ofNanos(runNanos),
                0,
                Duration.ofSeconds(5),
                true,
                false);
    }

    private static Environment environment(String endpoint, String server) {
        return new Environment(
                "Example CPU @ 3.00GHz",
                8,
                "Linux 6.1.0",
                "Eclipse Adoptium 25.0.1+8-LTS",
                "0.1.0",
                "parley load " + endpoint + " --clients 50 --duration 10s --html report.html",
                server);
    }

    private List<TimelinePoint> timeline() {
        List<TimelinePoint> points = new ArrayList<>();
        for (long from = 0; from + intervalNanos <= runNanos; from += intervalNanos) {
            Histogram response = new Histogram(LatencyHistogram.LONGEST_NANOS, LatencyHistogram.DIGITS);
            Histogram service = new Histogram(LatencyHistogram.LONGEST_NANOS, LatencyHistogram.DIGITS);
            long errors = 0;
            long end = from + 2 * intervalNanos <= runNanos ? from + intervalNanos : Long.MAX_VALUE;
            for (Request request : requests) {
                if (request.doneNanos() >= from && request.doneNanos() < end) {
                    response.recordValue(request.responseNanos());
                    if (request.outcome() == Outcome.REPLY) {
                        service.recordValue(request.doneNanos() - request.sentNanos());
                    } else {
                        errors++;
                    }
                }
            }
            points.add(new TimelinePoint(
                    from,
                    intervalNanos,
                    service.getTotalCount() + errors,
                    service.getTotalCount(),
                    errors,
                    clock(response),
                    clock(service)));
        }
        return points;
    }

    private static TimelinePoint.Clock clock(Histogram histogram) {
        LatencyHistogram latencies = new LatencyHistogram();
        latencies.add(histogram);
        return TimelinePoint.Clock.of(latencies);
    }
}
