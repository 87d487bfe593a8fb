package dev.parley.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import dev.parley.result.LoadResult;
import dev.parley.result.Reason;
import dev.parley.result.ScheduleKind;
import dev.parley.result.Verdict;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A run under way is judged as it will be at its end. */
@Timeout(30)
class VerdictSoFarTest {
    private static final ScriptedServer.Script ECHO =
            (number, request, connection) -> ScriptedServer.reply(connection, request);

    private static boolean has(Optional<Verdict> verdict, Reason.Kind kind) {
        return verdict.stream().flatMap(of -> of.reasons().stream()).anyMatch(reason -> reason.kind() == kind);
    }

    private static void hasWhileItRuns(LoadSpec spec, Reason.Kind kind) throws Exception {
        try (LoadRun run = LoadRun.start(spec.lasting(spec.warmUp(), Duration.ofMinutes(10)), null)) {
            await().until(() -> has(run.verdictSoFar(), kind));
            assertThat(run.await(Duration.ofNanos(1))).as("it has ended").isFalse();
        }
    }

    @Test
    void thereIsNoneWhileWarmingUp() throws Exception {
        try (ScriptedServer server = new ScriptedServer(ECHO)) {
            LoadSpec spec = Loads.echo(server.port())
                    .lasting(Duration.ofMinutes(10), Duration.ofMinutes(10))
                    .warmingUpAtMost(Duration.ofMinutes(10));
            try (LoadRun run = LoadRun.start(spec, null)) {
                await().until(() -> server.requests() > 10);
                assertThat(run.verdictSoFar()).isEmpty();
            }
        }
    }

    @Test
    void whatTheServerDoesWrongIsSeen() throws Exception {
        try (ScriptedServer server = new ScriptedServer(
                (number, request, connection) -> ScriptedServer.reply(connection, new byte[] {'x'}))) {
            hasWhileItRuns(Loads.echo(server.port()).onSchedule(new ConstantRate(200)), Reason.Kind.WRONG_REPLIES);
        }
    }

    @Test
    void aRateThatTheServerDoesNotKeepIsSeen() throws Exception {
        try (ScriptedServer server = new ScriptedServer((number, request, connection) -> {
            if (number < 20) {
                ScriptedServer.reply(connection, request);
            }
        })) {
            hasWhileItRuns(
                    Loads.echo(server.port())
                            .onSchedule(new ConstantRate(200))
                            .expecting(Duration.ofMillis(50), request -> request),
                    Reason.Kind.RATE_NOT_KEPT);
        }
    }

    /** 1,000 a second, and the loop is held up for 5 ms at each tenth. */
    private static final class HeldUp implements Schedule {
        private long last = -1;

        @Override
        public long startNanos(long sequence) {
            if (sequence % 10 == 0 && sequence > last) {
                last = sequence;
                LockSupport.parkNanos(5_000_000);
            }
            return sequence * 1_000_000;
        }

        @Override
        public ScheduleKind kind() {
            return ScheduleKind.OTHER;
        }

        @Override
        public String describe() {
            return "held up";
        }
    }

    @Test
    void aLoadGeneratorThatIsTooSlowIsSeen() throws Exception {
        try (ScriptedServer server = new ScriptedServer(ECHO)) {
            hasWhileItRuns(
                    Loads.echo(server.port()).withClients(10, 1, 1).onSchedule(new HeldUp()),
                    Reason.Kind.GENERATOR_SLOW);
        }
    }

    @Test
    void atTheEndItIsTheVerdictOfTheResult() throws Exception {
        List<ScriptedServer.Script> scripts = List.of(
                ECHO,
                (number, request, connection) ->
                        ScriptedServer.reply(connection, number % 7 == 0 ? new byte[] {'x'} : request),
                (number, request, connection) -> {
                    if (number != 30) {
                        ScriptedServer.reply(connection, request);
                    }
                });
        for (ScriptedServer.Script script : scripts) {
            for (int i = 0; i < specs(0).size(); i++) {
                try (ScriptedServer server = new ScriptedServer(script)) {
                    judgedAlike(specs(server.port()).get(i));
                }
            }
        }
    }

    private static List<Tuple> kinds(List<Reason> reasons) {
        return reasons.stream()
                .map(reason -> tuple(reason.kind(), reason.fromPercent()))
                .toList();
    }

    private static List<LoadSpec> specs(int port) {
        LoadSpec some = Loads.echo(port).withClients(2, 1, 1).expecting(Duration.ofMillis(100), request -> request);
        LoadSpec open = some.onSchedule(new ConstantRate(1000));
        return List.of(
                open.lasting(Duration.ZERO, Duration.ofMillis(300)),
                open.counting(Duration.ZERO, 150),
                some.lasting(Duration.ZERO, Duration.ofMillis(200)),
                some.counting(Duration.ZERO, 150));
    }

    private static void judgedAlike(LoadSpec spec) throws Exception {
        try (LoadRun run = LoadRun.start(spec, null)) {
            List<Verdict> before = new ArrayList<>();
            while (!run.await(Duration.ofMillis(20))) {
                run.verdictSoFar().ifPresent(before::add);
            }
            Verdict last = run.verdictSoFar().orElseThrow();
            LoadResult result = run.result(Loads.environment());

            // Texts name what the process went through, which goes on.
            assertThat(last.level()).isEqualTo(result.verdict().level());
            assertThat(last.reasons())
                    .extracting(Reason::kind, Reason::fromPercent)
                    .isEqualTo(kinds(result.verdict().reasons()));
            assertThat(last.notes())
                    .extracting(Reason::kind, Reason::fromPercent)
                    .isEqualTo(kinds(result.verdict().notes()));
            assertThat(result.measured().ideal().count())
                    .as("nothing is lost by looking")
                    .isPositive();
            assertThat(result.measured().response().count())
                    .isEqualTo(result.measured().outcomes().values().stream()
                            .mapToLong(count -> count)
                            .sum());
        }
    }
}
