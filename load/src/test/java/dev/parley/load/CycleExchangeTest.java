package dev.parley.load;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.result.Counter;
import dev.parley.result.LoadResult;
import dev.parley.result.Outcome;
import dev.parley.result.StepTimes;
import java.io.IOException;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.assertj.core.groups.Tuple;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CycleExchangeTest {
    private static final String STOP = "stop";

    /** Greets with "hello"; sends its message, then what came back with an "again" before it, then "bye". */
    private static final class ThreeSteps implements Cycle {
        @Override
        public String target() {
            return "echo://somewhere/three";
        }

        @Override
        public String mark() {
            return "";
        }

        @Override
        public List<String> steps() {
            return List.of("say", "repeat", "bye");
        }

        @Override
        public List<byte[]> greeting() {
            return List.of(framed("hello"));
        }

        @Override
        public boolean greets(ByteBuffer reply) {
            return text(reply).equals("hello");
        }

        @Override
        public byte[] first(byte[] message) {
            return framed(new String(message, US_ASCII));
        }

        @Override
        public int longestLaterBytes() {
            return 256;
        }

        @Override
        public UnderWay newUnderWay() {
            return new UnderWay() {
                private String said = "";

                @Override
                public void write(int step, ByteBuffer out) {
                    out.put(framed(step == 1 ? "again " + said : "bye"));
                }

                @Override
                public @Nullable String read(int step, ByteBuffer reply) throws LoadStoppedException {
                    String text = text(reply);
                    if (text.equals(STOP)) {
                        throw new LoadStoppedException("stopped", "no more of this");
                    }
                    switch (step) {
                        case 0 -> said = text;
                        case 1 -> {
                            return text.equals("again " + said) ? null : "NOT_SAID";
                        }
                        default -> {
                            return text.equals("bye") ? null : "STAYS";
                        }
                    }
                    return null;
                }
            };
        }
    }

    private static byte[] framed(String text) {
        return ByteBuffer.allocate(text.length() + 1)
                .put((byte) text.length())
                .put(text.getBytes(US_ASCII))
                .array();
    }

    private static String text(ByteBuffer reply) {
        return US_ASCII.decode(reply.duplicate()).toString();
    }

    private static LoadSpec cycles(ScriptedServer server, int count) {
        return Loads.echo(server.port())
                .counting(Duration.ZERO, count)
                .onSchedule(new ConstantRate(5_000))
                .inCycles(new ThreeSteps());
    }

    private static void echo(int number, byte[] request, Socket connection) throws IOException {
        ScriptedServer.reply(connection, request);
    }

    private static StepTimes step(LoadResult result, int number) {
        return result.measured().steps().get(number);
    }

    @ParameterizedTest
    @CsvSource({"1, 1, false", "2, 5, false", "3, 4, true"})
    void eachCycleTakesAllStepsOneAfterTheOther(int clients, int depth, boolean closed) throws Exception {
        try (ScriptedServer server = new ScriptedServer(CycleExchangeTest::echo)) {
            LoadSpec spec = cycles(server, 200).withClients(clients, depth, 2);
            LoadResult result = Loads.run(closed ? spec.onSchedule(null) : spec);

            assertThat(result.measured().count(Outcome.REPLY)).isEqualTo(200);
            assertThat(result.measured().errors()).isZero();
            assertThat(server.requests()).as("with the greetings").isEqualTo(clients + 3 * 200);
            assertThat(result.measured().steps())
                    .extracting(
                            StepTimes::name,
                            step -> step.service().count(),
                            step -> step.response().count())
                    .containsExactly(tuple("say"), tuple("repeat"), tuple("bye"));
            assertThat(result.setting().endpoint()).isEqualTo("echo://somewhere/three");
        }
    }

    private static Tuple tuple(String name) {
        return Tuple.tuple(name, 200L, 200L);
    }

    @Test
    void stepsAddUpToTheirCycle() throws Exception {
        try (ScriptedServer server = new ScriptedServer((number, request, connection) -> {
            if (text(ByteBuffer.wrap(request)).equals("bye")) {
                LockSupport.parkNanos(20_000_000);
            }
            echo(number, request, connection);
        })) {
            LoadResult result = Loads.run(cycles(server, 20).onSchedule(null));

            assertThat(step(result, 2).service().minNanos()).isGreaterThan(19_000_000);
            assertThat(step(result, 0).service().minNanos()).isLessThan(19_000_000);
            double sum = result.measured().steps().stream()
                    .mapToDouble(step -> step.response().meanNanos())
                    .sum();
            assertThat(result.measured().service().meanNanos()).isBetween(0.98 * sum, 1.02 * sum);
        }
    }

    /** A cycle that was due while the one before was under way waits from then on, and so does its first step. */
    @Test
    void firstStepIsDueWhenItsCycleIs() throws Exception {
        try (ScriptedServer server = new ScriptedServer((number, request, connection) -> {
            if (number == 3) { // the last step of the first cycle
                LockSupport.parkNanos(100_000_000);
            }
            echo(number, request, connection);
        })) {
            LoadResult result = Loads.run(cycles(server, 2));

            assertThat(step(result, 0).response().maxNanos()).isGreaterThan(95_000_000);
            assertThat(step(result, 0).service().maxNanos()).isLessThan(95_000_000);
            assertThat(step(result, 2).response().maxNanos()).isGreaterThan(95_000_000);
        }
    }

    @Test
    void refusedStepEndsItsCycleAndCountsByItsWord() throws Exception {
        AtomicInteger repeats = new AtomicInteger();
        try (ScriptedServer server = new ScriptedServer((number, request, connection) -> {
            boolean repeat = text(ByteBuffer.wrap(request)).startsWith("again ");
            ScriptedServer.reply(
                    connection, repeat && repeats.incrementAndGet() % 4 == 0 ? "no".getBytes(US_ASCII) : request);
        })) {
            LoadResult result = Loads.run(cycles(server, 20).withClients(1, 3, 1));

            assertThat(result.measured().count(Outcome.REPLY)).isEqualTo(15);
            assertThat(result.measured().count(Outcome.WRONG)).isEqualTo(5);
            assertThat(step(result, 1).errors()).isEqualTo(Map.of("NOT_SAID", 5L));
            assertThat(step(result, 1).service().count()).isEqualTo(20);
            assertThat(step(result, 2).service().count()).isEqualTo(15);
            assertThat(step(result, 2).errors()).isEmpty();
        }
    }

    @Test
    void lostConnectionEndsItsCyclesAndIsMadeAgain() throws Exception {
        AtomicInteger byes = new AtomicInteger();
        try (ScriptedServer server = new ScriptedServer((number, request, connection) -> {
            if (text(ByteBuffer.wrap(request)).equals("bye") && byes.incrementAndGet() == 5) {
                connection.close();
            } else {
                echo(number, request, connection);
            }
        })) {
            LoadResult result = Loads.run(cycles(server, 20));

            assertThat(result.measured().count(Outcome.CLOSED)).isEqualTo(1);
            assertThat(result.measured().count(Outcome.REPLY)).isEqualTo(19);
            assertThat(result.measured().count(Counter.RECONNECTED)).isEqualTo(1);
            assertThat(step(result, 2).errors()).isEqualTo(Map.of("closed", 1L));
            assertThat(step(result, 2).response().count()).isEqualTo(20);
        }
    }

    @Test
    void stepWithoutReplyIsLostAtItsTimeout() throws Exception {
        AtomicInteger repeats = new AtomicInteger();
        try (ScriptedServer server = new ScriptedServer((number, request, connection) -> {
            if (!text(ByteBuffer.wrap(request)).startsWith("again ") || repeats.incrementAndGet() != 2) {
                echo(number, request, connection);
            }
        })) {
            LoadResult result = Loads.run(cycles(server, 5).expecting(Duration.ofMillis(200), null));

            assertThat(result.measured().count(Outcome.LOST)).isEqualTo(1);
            assertThat(result.measured().count(Outcome.REPLY)).isEqualTo(4);
            assertThat(step(result, 1).errors()).isEqualTo(Map.of("lost", 1L));
        }
    }

    @Test
    void replyThatMustNotBeEndsTheLoadOnAllLoops() throws Exception {
        AtomicInteger byes = new AtomicInteger();
        try (ScriptedServer server = new ScriptedServer((number, request, connection) -> {
            boolean stop = text(ByteBuffer.wrap(request)).equals("bye") && byes.incrementAndGet() == 10;
            ScriptedServer.reply(connection, stop ? STOP.getBytes(US_ASCII) : request);
        })) {
            LoadResult result = Loads.run(cycles(server, 1_000_000).withClients(4, 1, 2));

            assertThat(result.measured().endedEarly()).isEqualTo("no more of this");
            assertThat(result.measured().count(Outcome.WRONG)).isEqualTo(1);
            assertThat(step(result, 2).errors()).containsEntry("stopped", 1L);
        }
    }

    @Test
    void warmUpIsNotMeasured() throws Exception {
        try (ScriptedServer server = new ScriptedServer(CycleExchangeTest::echo)) {
            LoadResult result = Loads.run(cycles(server, 50).counting(Duration.ofMillis(50), 50));

            assertThat(step(result, 0).service().count()).isEqualTo(50);
            assertThat(server.requests()).isGreaterThan(3 * 50 + 1);
        }
    }
}
