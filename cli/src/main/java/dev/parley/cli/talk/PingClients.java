package dev.parley.cli.talk;

import dev.parley.cli.shell.Console;
import dev.parley.cli.shell.ExitCode;
import dev.parley.cli.shell.Failure;
import dev.parley.client.CannotConnectException;
import dev.parley.client.Client;
import dev.parley.core.Endpoint;
import dev.parley.core.PrintableText;
import dev.parley.core.ProtocolException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The pings of all clients, each client on a thread of its own, and what became of them. A line is printed for each reply as it comes.
 */
final class PingClients {
    private static final byte[] PING = "ping".getBytes(StandardCharsets.US_ASCII);
    private static final double NANOS_PER_MILLI = 1e6;

    /**
     * What to send and to print.
     *
     * @param count pings of each client; empty for no end
     * @param interval from the sending of one to that of the next
     * @param goesOnAfterLoss true over UDP, where the next reply cannot be taken for the lost one
     * @param numbered lines begin with the number of the client, as the original's do
     */
    record Plan(
            OptionalInt count,
            Duration interval,
            boolean goesOnAfterLoss,
            boolean numbered,
            boolean json,
            boolean quiet) {}

    private final Console console;
    private final Endpoint endpoint;
    private final Predicate<byte[]> right;
    private final TimedCalls calls;
    private final Plan plan;
    private final AtomicLong sent = new AtomicLong();
    private final AtomicLong received = new AtomicLong();
    /** Sent, and not answered yet when a signal came. */
    private final AtomicLong open = new AtomicLong();

    private final ConcurrentLinkedQueue<Throwable> failures = new ConcurrentLinkedQueue<>();

    /** @param expected the reply to a request; null where any will do */
    PingClients(
            Console console, Endpoint endpoint, @Nullable UnaryOperator<byte[]> expected, TimedCalls calls, Plan plan) {
        this.console = console;
        this.endpoint = endpoint;
        this.right = expected == null ? reply -> true : reply -> Arrays.equals(reply, expected.apply(PING.clone()));
        this.calls = calls;
        this.plan = plan;
    }

    Plan plan() {
        return plan;
    }

    long sent() {
        return sent.get();
    }

    long received() {
        return received.get();
    }

    long open() {
        return open.get();
    }

    /** Sent, and not answered in time, or wrongly. */
    long lost() {
        return sent() - received() - open();
    }

    /** Blocks until all pings are made, or a signal comes; closes the clients. Why the first of them failed, or null. */
    @Nullable
    Throwable run(List<Client<byte[], byte[]>> clients) throws InterruptedException {
        List<Thread> threads = new ArrayList<>();
        // With --clients the server sees what the original's clients send, and nothing else.
        AtomicBoolean begun = new AtomicBoolean(plan.numbered);
        if (!plan.numbered) {
            // On a thread like the others: how one of these waits for a socket are classes of their own.
            Thread.ofVirtual().start(() -> begun.set(begin())).join();
        }
        for (int number = 0; number < clients.size(); number++) {
            int client = number;
            threads.add(Thread.ofVirtual().start(() -> ping(client, clients.get(client), begun.get())));
        }
        for (Thread thread : threads) {
            thread.join();
        }
        return failures.peek();
    }

    /** The ping that is not counted. False when it says that no other will be answered. */
    private boolean begin() {
        try {
            calls.uncounted(0, PING);
            return true;
        } catch (IOException | ProtocolException | RuntimeException | Error e) {
            boolean onlyLost =
                    plan.goesOnAfterLoss && e instanceof IOException && !(e instanceof CannotConnectException);
            if (!onlyLost) {
                sent.incrementAndGet();
                if (calls.stopped()) {
                    open.incrementAndGet();
                } else {
                    failures.add(e);
                }
            }
            return onlyLost;
        }
    }

    private void ping(int number, Client<byte[], byte[]> client, boolean begun) {
        try (client) {
            long due = System.nanoTime();
            for (int i = 1; begun && more(i); i++) {
                if (!calls.pauseUntil(due)) {
                    return;
                }
                long now = System.nanoTime();
                ping(number, i);
                // What fell behind is not caught up with: a server that was slow gets no burst.
                due = Math.max(now - due > plan.interval.toNanos() ? now : due, due) + plan.interval.toNanos();
            }
        } catch (IOException | ProtocolException | RuntimeException | Error e) {
            if (!calls.stopped()) {
                failures.add(e);
            }
        }
    }

    private boolean more(int number) {
        return (plan.count.isEmpty() || number <= plan.count.getAsInt()) && !console.outputGone();
    }

    private void ping(int number, int sequence) throws IOException, ProtocolException {
        sent.incrementAndGet();
        try {
            TimedCalls.Call call = calls.call(number, PING, right);
            if (!right.test(call.reply())) {
                throw new Failure(ExitCode.FAILED, "the server answered something else: " + text(call.reply()));
            }
            received.incrementAndGet();
            if (!plan.quiet) {
                print(number, sequence, call);
            }
        } catch (IOException e) {
            if (calls.stopped()) {
                open.incrementAndGet();
            } else if (!plan.goesOnAfterLoss) {
                throw e;
            } else if (!plan.quiet) {
                console.say(
                        "parley ping: seq=" + sequence + " lost: " + PrintableText.of(String.valueOf(e.getMessage())));
            }
        }
    }

    private void print(int number, int sequence, TimedCalls.Call call) {
        if (plan.json) {
            console.print(JsonLine.of(JsonLine.Pinged.of(number, sequence, call.reply(), call.nanos())));
        } else if (plan.numbered) {
            console.print("client " + number + ": " + text(call.reply()) + " " + sequence);
        } else {
            console.print(String.format(
                    Locale.ROOT,
                    "reply from %s: seq=%d time=%.3f ms",
                    endpoint.place(),
                    sequence,
                    call.nanos() / NANOS_PER_MILLI));
        }
    }

    private static String text(byte[] reply) {
        return PrintableText.of(new String(reply, StandardCharsets.UTF_8));
    }
}
