package dev.parley.join;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.parley.core.Endpoint;
import dev.parley.load.ConstantRate;
import dev.parley.load.LoadRun;
import dev.parley.load.LoadSpec;
import dev.parley.load.PoissonRate;
import dev.parley.load.Share;
import dev.parley.load.Sizes;
import dev.parley.result.Counter;
import dev.parley.result.LoadResult;
import dev.parley.result.NamedResult;
import dev.parley.result.Outcome;
import dev.parley.result.Reason;
import dev.parley.result.ResultDocument;
import dev.parley.result.TimelinePoint;
import dev.parley.result.Verdict;
import dev.parley.testkit.EchoServer;
import dev.parley.testkit.PublishedSchema;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Load generators of one process, each on a thread, that become one. */
@Timeout(60)
class CoordinatorTest {
    private static final String PROGRAM = "0.1.0";
    private static final int GENERATORS = 3;
    private static final JoinDeadlines SHORT = new JoinDeadlines(
            Duration.ofSeconds(20), Duration.ofMillis(100), Duration.ofSeconds(10), Duration.ofSeconds(5));
    /** With two seconds of silence. */
    private static final JoinDeadlines SHORT_FOR_SILENCE =
            new JoinDeadlines(SHORT.hello(), SHORT.signOfLife(), Duration.ofSeconds(2), SHORT.result());
    /** Too short for a load generator whose first words need classes that are not loaded yet. */
    private static final JoinDeadlines SHORT_FOR_STRANGERS =
            new JoinDeadlines(Duration.ofMillis(300), SHORT.signOfLife(), SHORT.silence(), SHORT.result());

    private final List<GeneratorThread> others = new ArrayList<>();
    private EchoServer server;

    @BeforeEach
    void serve() throws IOException {
        server = new EchoServer();
    }

    @AfterEach
    void close() throws Exception {
        server.close();
        for (GeneratorThread other : others) {
            other.end();
        }
    }

    private LoadSpec load() {
        return LoadSpec.of(Endpoint.parse("echo+tcp://127.0.0.1:" + server.streamPort()), GeneratorThread.LEN8)
                .warmingUpAtMost(Duration.ofMillis(200))
                .withClients(7, 1, 1)
                .onSchedule(new ConstantRate(1_500))
                .lasting(Duration.ofMillis(100), Duration.ofMillis(600))
                .expecting(Duration.ofSeconds(2), request -> request);
    }

    /** So long that only a stop ends it in this test's time. */
    private LoadSpec endless() {
        return load().lasting(Duration.ZERO, Duration.ofMinutes(10));
    }

    private Coordinator coordinator(LoadSpec spec) throws IOException {
        return coordinator(spec, SHORT);
    }

    private static Coordinator coordinator(LoadSpec spec, JoinDeadlines deadlines) throws IOException {
        return Coordinator.listen(
                GeneratorThread.loopback(0), Share.whole(spec, GENERATORS), GENERATORS, PROGRAM, deadlines);
    }

    private GeneratorThread join(Coordinator coordinator) {
        GeneratorThread other = new GeneratorThread(coordinator.port(), PROGRAM, SHORT);
        others.add(other);
        return other;
    }

    /** What the coordinator does, on a thread of its own. */
    private static CompletableFuture<LoadResult> run(Coordinator coordinator, LoadSpec spec) {
        return run(coordinator, spec, new CompletableFuture<>());
    }

    private static CompletableFuture<LoadResult> run(
            Coordinator coordinator, LoadSpec spec, CompletableFuture<LoadRun> started) {
        CompletableFuture<LoadResult> result = new CompletableFuture<>();
        Thread.ofPlatform().daemon().start(() -> {
            try {
                coordinator.awaitOthers(Duration.ofSeconds(20), TrustSettings.USUAL);
                try (LoadRun run =
                        LoadRun.start(Share.whole(spec, GENERATORS), null, coordinator.share(), coordinator)) {
                    coordinator.whenStopped(run::stop);
                    started.complete(run);
                    LoadResult own = run.result(GeneratorThread.ENVIRONMENT);
                    result.complete(coordinator.result(own, run.intervals()));
                }
            } catch (IOException | InterruptedException | RuntimeException e) {
                coordinator.fail(String.valueOf(e.getMessage()));
                started.completeExceptionally(e);
                result.completeExceptionally(e);
            }
        });
        return result;
    }

    @Test
    void threeGeneratorsAreOne() throws Exception {
        try (Coordinator coordinator = coordinator(load())) {
            join(coordinator);
            join(coordinator);
            LoadResult result = run(coordinator, load()).get();

            LoadResult.Measured measured = result.measured();
            assertThat(measured.count(Counter.DUE)).isEqualTo(900);
            // Those that a busy machine was too late to send are among them.
            assertThat(measured.response().count()).isEqualTo(900);
            assertThat(measured.count(Outcome.REPLY)).isPositive();
            assertThat(measured.targetPerSecond()).isEqualTo(1_500);
            assertThat(measured.clients()).isEqualTo(7);
            assertThat(result.setting().clients()).isEqualTo(7);
            assertThat(result.generators()).hasSize(GENERATORS);
            assertThat(result.generators().stream()
                            .mapToLong(
                                    generator -> generator.result().measured().count(Counter.DUE))
                            .sum())
                    .isEqualTo(900);
            assertThat(result.timeline().stream()
                            .mapToLong(TimelinePoint::replies)
                            .sum())
                    .isEqualTo(measured.service().count());
            assertThat(result.verdict().notes())
                    .anySatisfy(note -> assertThat(note.text()).startsWith("3 generators, each begun within "));
            assertThat(result.verdict().reasons()).noneMatch(reason -> reason.kind() == Reason.Kind.GENERATOR_LOST);
            for (GeneratorThread other : others) {
                assertThat(other.end.get()).isEmpty();
            }
            assertThat(PublishedSchema.faults(
                            "parley-load-1", ResultDocument.of(result).toJson()))
                    .isEmpty();
        }
    }

    @Test
    void messagesAndSettingsAreThoseOfTheCoordinator() throws Exception {
        LoadSpec spec = load().withMessages(
                        new Sizes(64, 64),
                        List.of("one".getBytes(StandardCharsets.UTF_8), "another".getBytes(StandardCharsets.UTF_8)))
                .onSchedule(new PoissonRate(999.25, -3))
                .counting(Duration.ZERO, 300);
        try (Coordinator coordinator = coordinator(spec)) {
            join(coordinator);
            join(coordinator);
            LoadResult result = run(coordinator, spec).get();

            assertThat(result.measured().count(Outcome.REPLY)).isEqualTo(300);
            assertThat(result.setting().messages()).isEqualTo("2 given, 3 to 7 bytes");
            assertThat(result.generators()).extracting(NamedResult::result).allSatisfy(part -> {
                assertThat(part.setting().schedule()).isEqualTo(spec.setting().schedule());
                assertThat(part.setting().messages()).isEqualTo("2 given, 3 to 7 bytes");
            });
            // 4 and 9 bytes in turn, with their length.
            assertThat(result.measured().count(Counter.BYTES_SENT)).isBetween(300L * 4, 300L * 8);
        }
    }

    @Test
    void aMissingGeneratorIsAnError() throws Exception {
        try (Coordinator coordinator = coordinator(load())) {
            GeneratorThread there = join(coordinator);
            assertThatThrownBy(() -> coordinator.awaitOthers(Duration.ofSeconds(1), TrustSettings.USUAL))
                    .isInstanceOf(JoinException.class)
                    .hasMessageContaining("of 3 generators were there within 1 s")
                    .hasMessageContaining("parley load --join HOST:" + coordinator.port());
            coordinator.fail("one is missing");
            assertThat(there.end.get()).contains("the coordinator").contains("one is missing");
        }
    }

    @Test
    void aGeneratorThatDiesEndsTheLoadOfAllAndItsResultIsNeverValid() throws Exception {
        try (Coordinator coordinator = coordinator(endless())) {
            GeneratorThread stays = join(coordinator);
            GeneratorThread dies = join(coordinator);
            CompletableFuture<LoadRun> started = new CompletableFuture<>();
            CompletableFuture<LoadResult> result = run(coordinator, endless(), started);
            awaitReplies(started.get());
            dies.die();

            LoadResult whole = result.get();
            assertThat(whole.verdict().level()).isEqualTo(Verdict.Level.INVALID);
            assertThat(whole.verdict().reasons())
                    .filteredOn(reason -> reason.kind() == Reason.Kind.GENERATOR_LOST)
                    .singleElement()
                    .satisfies(reason -> assertThat(reason.text())
                            .matches("generator [23] \\(127\\.0\\.0\\.1, pid \\d+\\) failed: .*"));
            assertThat(whole.generators()).hasSize(2);
            assertThat(whole.measured().count(Outcome.REPLY)).isPositive();
            assertThat(coordinator.failure()).contains("failed");
            assertThat(stays.end.get()).contains("failed");
        }
    }

    /** Not in a loop without a pause: the run begins under the lock that is taken for each look. */
    private static void awaitReplies(LoadRun run) {
        await().until(() -> run.progress().sent() > 0);
    }

    @Test
    void aGeneratorThatIsEndedByItsUserEndsTheLoadOfAll() throws Exception {
        try (Coordinator coordinator = coordinator(endless())) {
            join(coordinator);
            GeneratorThread leaves = join(coordinator);
            CompletableFuture<LoadRun> started = new CompletableFuture<>();
            CompletableFuture<LoadResult> result = run(coordinator, endless(), started);
            awaitReplies(started.get());
            leaves.leave("interrupted (SIGINT)");

            LoadResult whole = result.get();
            assertThat(whole.verdict().level()).isEqualTo(Verdict.Level.INVALID);
            assertThat(whole.verdict().reasons())
                    .anySatisfy(reason -> assertThat(reason.text()).contains("left: interrupted (SIGINT)"));
            assertThat(whole.generators()).as("what it measured is not lost").hasSize(3);
        }
    }

    @Test
    void theCoordinatorStopsAllWithAMarkedResult() throws Exception {
        try (Coordinator coordinator = coordinator(endless())) {
            join(coordinator);
            join(coordinator);
            CompletableFuture<LoadRun> started = new CompletableFuture<>();
            CompletableFuture<LoadResult> result = run(coordinator, endless(), started);
            awaitReplies(started.get());
            coordinator.stop("interrupted (SIGINT)");

            LoadResult whole = result.get();
            assertThat(whole.measured().endedEarly()).isEqualTo("interrupted (SIGINT)");
            assertThat(whole.generators()).hasSize(3);
            assertThat(coordinator.failure()).isEmpty();
            for (GeneratorThread other : others) {
                assertThat(other.end.get()).isEmpty();
            }
        }
    }

    @Test
    void aGeneratorWhoseCoordinatorVanishesStopsAtOnce() throws Exception {
        GeneratorThread one;
        CompletableFuture<LoadRun> started = new CompletableFuture<>();
        try (Coordinator coordinator = coordinator(endless())) {
            one = join(coordinator);
            join(coordinator);
            var _ = run(coordinator, endless(), started);
            awaitReplies(started.get());
        }
        assertThat(one.end.get()).matches("the coordinator at .* has gone: .*");
        assertThat(one.result.get().measured().endedEarly()).contains("has gone");
        started.get().stop("its process would have ended");
    }

    @Test
    void aGeneratorThatCannotConnectEndsItForAll() throws Exception {
        LoadSpec spec = load();
        try (Coordinator coordinator = coordinator(spec)) {
            GeneratorThread one = join(coordinator);
            GeneratorThread other = join(coordinator);
            server.close();
            CompletableFuture<LoadResult> result = run(coordinator, spec);
            assertThatThrownBy(result::get).hasMessageContaining("cannot connect");
            assertThat(one.end.get()).contains("connect");
            assertThat(other.end.get()).contains("connect");
        }
    }

    @Test
    void anotherVersionIsAnErrorOnBothSides() throws Exception {
        try (Coordinator coordinator = coordinator(load())) {
            GeneratorThread old = new GeneratorThread(coordinator.port(), "0.0.9", SHORT);
            others.add(old);
            assertThatThrownBy(() -> coordinator.awaitOthers(Duration.ofSeconds(20), TrustSettings.USUAL))
                    .isInstanceOf(JoinException.class)
                    .hasMessageContaining("parley 0.0.9")
                    .hasMessageContaining("parley 0.1.0");
            assertThat(old.end.get()).contains("parley 0.0.9").contains("parley 0.1.0");
        }
    }

    @Test
    void strangersDisturbNobody() throws Exception {
        try (Coordinator coordinator = coordinator(load());
                Socket silent = stranger(coordinator);
                Socket rubbish = stranger(coordinator);
                Socket large = stranger(coordinator)) {
            sendRubbish(rubbish, large);
            join(coordinator);
            join(coordinator);
            LoadResult result = run(coordinator, load()).get();
            assertThat(result.measured().response().count()).isEqualTo(900);
            assertThat(result.verdict().reasons()).noneMatch(reason -> reason.kind() == Reason.Kind.GENERATOR_LOST);
            assertThat(ended(silent)).as("when all are there").isTrue();
        }
    }

    @Test
    void strangersAreClosed() throws Exception {
        try (Coordinator coordinator = coordinator(load(), SHORT_FOR_STRANGERS);
                Socket silent = stranger(coordinator);
                Socket rubbish = stranger(coordinator);
                Socket large = stranger(coordinator)) {
            sendRubbish(rubbish, large);
            assertThat(ended(rubbish)).isTrue();
            assertThat(ended(large)).isTrue();
            assertThat(ended(silent)).as("after the deadline").isTrue();
        }
    }

    private static void sendRubbish(Socket rubbish, Socket large) throws IOException {
        rubbish.getOutputStream().write("GET / HTTP/1.1\r\nHost: you\r\n\r\n".getBytes(StandardCharsets.UTF_8));
        large.getOutputStream().write(new byte[] {0x7f, 0, 0, 0, '{'});
    }

    private static Socket stranger(Coordinator coordinator) throws IOException {
        Socket socket = new Socket();
        socket.connect(GeneratorThread.loopback(coordinator.port()));
        return socket;
    }

    private static boolean ended(Socket socket) throws IOException {
        socket.setSoTimeout(10_000);
        try {
            return socket.getInputStream().read() < 0;
        } catch (SocketException e) { // reset
            return true;
        }
    }

    /** Says that it is a load generator, and nothing more. */
    private static JoinConnection mute(Coordinator coordinator) throws IOException {
        JoinConnection connection = new JoinConnection(stranger(coordinator));
        connection.trust();
        connection.send(new JoinMessage(JoinMessage.Kind.HELLO, Admission.hello(PROGRAM), 4711, List.of()));
        return connection;
    }

    private static void awaitSettings(JoinConnection connection) throws IOException {
        while (connection.receive(Duration.ofSeconds(20)).kind() != JoinMessage.Kind.SETTINGS) {
            // signs of life
        }
    }

    @Test
    void aGeneratorThatFallsSilentEndsItForAll() throws Exception {
        try (Coordinator coordinator = coordinator(endless(), SHORT_FOR_SILENCE);
                JoinConnection mute = mute(coordinator)) {
            GeneratorThread other = join(coordinator);
            CompletableFuture<LoadResult> result = run(coordinator, endless());
            awaitSettings(mute);

            assertThatThrownBy(result::get).hasMessageContaining("pid 4711) failed: nothing was heard of it for 2 s");
            assertThat(other.end.get()).contains("nothing was heard of it");
        }
    }

    @Test
    void aResultThatIsNoneIsAFailure() throws Exception {
        try (Coordinator coordinator = coordinator(load());
                JoinConnection mute = mute(coordinator)) {
            join(coordinator);
            CompletableFuture<LoadResult> result = run(coordinator, load());
            awaitSettings(mute);
            byte[] rubbish = "{}".getBytes(StandardCharsets.UTF_8);
            mute.send(new JoinMessage(JoinMessage.Kind.RESULT, "", 0, List.of(rubbish, rubbish)));

            assertThatThrownBy(result::get)
                    .hasMessageContaining(
                            "pid 4711) failed: sent a result that cannot be read: not a result of parley load");
        }
    }

    @Test
    void oneTooManyIsSentAway() throws Exception {
        try (Coordinator coordinator = coordinator(endless())) {
            List<GeneratorThread> all = List.of(join(coordinator), join(coordinator), join(coordinator));
            assertThat(CompletableFuture.anyOf(all.get(0).end, all.get(1).end, all.get(2).end)
                            .get())
                    .asString()
                    .contains("all 3 generators are there already");
        }
    }
}
