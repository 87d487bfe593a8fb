package dev.parley.engine.jdk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.parley.core.Codecs;
import dev.parley.core.Endpoint;
import dev.parley.core.Framings;
import dev.parley.core.Limits;
import dev.parley.core.Protocol;
import dev.parley.core.Transport;
import dev.parley.core.UnixPath;
import dev.parley.engine.Engine;
import dev.parley.engine.ListenException;
import dev.parley.engine.RunningServer;
import dev.parley.engine.ServerSpec;
import dev.parley.testkit.ContractServers;
import dev.parley.testkit.RawFrames;
import dev.parley.testkit.RawPeer;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The file of a Unix socket: made for those who may connect, taken from nobody, and gone at the end. */
class SocketFileTest {
    @TempDir
    Path directory;

    private Path path() {
        return directory.resolve("x.sock");
    }

    private static ServerSpec spec(Path path) {
        return ServerSpec.of(
                new Endpoint("contract", Transport.UNIX, new UnixPath(path.toString())),
                Protocol.of("contract", Framings.LEN8, Codecs.BYTES, Codecs.BYTES),
                peer -> (request, reply) -> reply.send(request),
                Limits.DEFAULT);
    }

    private static void isServed(RunningServer server) throws IOException {
        try (RawPeer peer = RawPeer.connect(ContractServers.address(server))) {
            peer.send(RawFrames.of(Framings.LEN8, "hi"));
            assertThat(peer.read(3)).isEqualTo(RawFrames.of(Framings.LEN8, "hi"));
        }
    }

    private static ListenException refused(Engine engine, ServerSpec spec) {
        ListenException[] thrown = new ListenException[1];
        assertThatExceptionOfType(ListenException.class)
                .isThrownBy(() -> engine.start(spec))
                .satisfies(e -> thrown[0] = e);
        return thrown[0];
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> all = Files.list(directory)) {
            return all.toList();
        }
    }

    /** A server that was killed leaves such a file. */
    private void leaveStale() throws IOException {
        try (ServerSocketChannel dead = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            dead.bind(UnixDomainSocketAddress.of(path()));
        }
        assertThat(path()).exists();
    }

    @ParameterizedTest
    @MethodSource(EnginesUnderTest.ALL)
    void letsTheOwnerConnectAloneAndIsGoneAtTheEnd(Engine engine) throws Exception {
        try (RunningServer server = engine.start(spec(path()))) {
            assertThat(server.endpoint()).hasToString("contract+unix://" + path());
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path())))
                    .isEqualTo("rw-------");
            isServed(server);
        }
        assertThat(files()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource(EnginesUnderTest.ALL)
    void isGoneAsSoonAsAStopBeginsAndServesOnThoseInside(Engine engine) throws Exception {
        RunningServer server = engine.start(spec(path()));
        try (RawPeer peer = RawPeer.connect(ContractServers.address(server))) {
            peer.send(RawFrames.of(Framings.LEN8, "a"));
            assertThat(peer.read(2)).hasSize(2);
            assertThat(server.stop(Duration.ofSeconds(5))).isEqualTo(RunningServer.Stopped.DRAINED);
            assertThat(peer.untilEnd()).isEqualTo("<end>");
        }
        assertThat(files()).isEmpty();
    }

    @Test
    void letsThoseConnectWhoMayWriteToIt() throws Exception {
        ServerSpec open = spec(path()).withSocketPermissions(PosixFilePermissions.fromString("rw-rw-rw-"));
        try (RunningServer server = new SelectorEngine().start(open)) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path())))
                    .isEqualTo("rw-rw-rw-");
            isServed(server);
        }
    }

    @ParameterizedTest
    @MethodSource(EnginesUnderTest.ALL)
    void replacesASocketOnWhichNobodyListens(Engine engine) throws Exception {
        leaveStale();
        try (RunningServer server = engine.start(spec(path()))) {
            isServed(server);
            assertThat(files()).containsExactly(path());
        }
        assertThat(files()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource(EnginesUnderTest.ALL)
    void leavesASocketToTheServerThatListensOnIt(Engine engine) throws Exception {
        try (RunningServer first = engine.start(spec(path()))) {
            ListenException refusal = refused(engine, spec(path()));
            assertThat(refusal.reason()).isEqualTo(ListenException.Reason.PORT_IN_USE);
            assertThat(refusal)
                    .hasMessage("cannot listen on contract+unix://" + path()
                            + ": another program listens there; stop it, or choose another path");
            isServed(first);
            assertThat(files()).containsExactly(path());
        }
    }

    @Test
    void leavesASocketToAServerThatHasNoRoomForAnotherConnection() throws Exception {
        try (ServerSocketChannel busy = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            busy.bind(UnixDomainSocketAddress.of(path()), 1);
            List<RawPeer> waiting = new ArrayList<>();
            for (int i = 0; i < 2; i++) { // one more than the backlog, as Linux counts
                waiting.add(RawPeer.connect(UnixDomainSocketAddress.of(path())));
            }
            assertThat(refused(new SelectorEngine(), spec(path())).reason())
                    .isEqualTo(ListenException.Reason.PORT_IN_USE);
            for (RawPeer peer : waiting) {
                peer.close();
            }
        }
    }

    @Test
    void neverDeletesWhatIsNotASocket() throws Exception {
        Files.writeString(path(), "letters");
        ListenException refusal = refused(new SelectorEngine(), spec(path()));
        assertThat(refusal.reason()).isEqualTo(ListenException.Reason.NO_SUCH_PLACE);
        assertThat(refusal).hasMessageContaining("'" + path() + "' exists and is not a socket");
        assertThat(path()).hasContent("letters");
        Path link = directory.resolve("link");
        Files.createSymbolicLink(link, path());
        assertThat(refused(new SelectorEngine(), spec(link))).hasMessageContaining("is not a socket");
        Files.createDirectory(directory.resolve("room"));
        assertThat(refused(new SelectorEngine(), spec(directory.resolve("room"))))
                .hasMessageContaining("is not a socket");
        assertThat(files()).hasSize(3);
    }

    @Test
    void saysWhatIsWrongWithItsDirectory() throws Exception {
        assertThat(refused(new SelectorEngine(), spec(directory.resolve("none/x.sock"))))
                .hasMessageContaining("there is no directory '" + directory.resolve("none") + "'; make it first");
        Files.writeString(path(), "");
        assertThat(refused(new SelectorEngine(), spec(path().resolve("y.sock"))))
                .hasMessageContaining("'" + path() + "' is not a directory");
    }

    @Test
    void leavesTheFileThatAnotherServerHasMadeMeanwhile() throws Exception {
        try (RunningServer server = new SelectorEngine().start(spec(path()))) {
            assertThat(server.clients()).isZero();
            Files.delete(path());
            try (RunningServer other = new SelectorEngine().start(spec(path()))) {
                server.stop(Duration.ofSeconds(5));
                isServed(other);
            }
        }
        assertThat(files()).isEmpty();
    }

    /** Each of them sees the file that nobody listens on; one gets the name, and keeps it. */
    @Test
    void givesItsNameToOneOfManyThatStartAtOnce() throws Exception {
        int many = 8;
        Engine engine = new SelectorEngine();
        try (ExecutorService starters = Executors.newFixedThreadPool(many)) {
            for (int round = 0; round < 50; round++) {
                leaveStale();
                CountDownLatch go = new CountDownLatch(1);
                List<Future<@Nullable RunningServer>> started = new ArrayList<>();
                for (int i = 0; i < many; i++) {
                    started.add(starters.submit(() -> {
                        go.await();
                        try {
                            return engine.start(spec(path()));
                        } catch (ListenException e) {
                            assertThat(e.reason()).isEqualTo(ListenException.Reason.PORT_IN_USE);
                            return null;
                        }
                    }));
                }
                go.countDown();
                List<RunningServer> running = new ArrayList<>();
                for (Future<@Nullable RunningServer> one : started) {
                    RunningServer server = one.get();
                    if (server != null) {
                        running.add(server);
                    }
                }
                assertThat(running).as("round %d", round).hasSize(1);
                isServed(running.getFirst());
                running.getFirst().stop(Duration.ofSeconds(5));
                assertThat(files()).isEmpty();
            }
        }
    }

    @Test
    void carriesNoMessagesThatEndWithTheirConnection() {
        Protocol<byte[], byte[]> untilEnd = Protocol.of("contract", Framings.END, Codecs.BYTES, Codecs.BYTES);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ServerSpec.of(
                        spec(path()).endpoint(),
                        untilEnd,
                        peer -> (request, reply) -> reply.send(request),
                        Limits.DEFAULT))
                .withMessageContaining("does not support Unix sockets");
    }
}
