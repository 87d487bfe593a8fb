package dev.parley.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.parley.core.Framings;
import dev.parley.core.Limits;
import dev.parley.core.Service;
import dev.parley.core.Transport;
import dev.parley.engine.Engine;
import dev.parley.engine.RunningServer;
import dev.parley.engine.SelectorEngine;
import dev.parley.engine.ThreadEngine;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Threads that have a client each let the others run when they are woken, where the system can do that. */
class BatchSchedulingTest {
    private static final Path OF_THIS_THREAD = Path.of("/proc/thread-self/stat");
    private static final String SCHED_BATCH = "3"; // sched(7)

    @TempDir
    Path folder;

    @BeforeEach
    void onLinux() {
        assumeTrue(Files.isReadable(OF_THIS_THREAD), "how a thread is scheduled is looked up in " + OF_THIS_THREAD);
    }

    /** How the calling thread is scheduled: field 41, proc(5). */
    private static String policy() {
        try {
            String stat = Files.readString(OF_THIS_THREAD);
            return stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1)[38];
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** How the thread is scheduled in which a service on this engine answers. */
    private static String policyOn(Engine engine, Transport transport) throws Exception {
        Service<byte[], byte[]> service = (request, reply) -> reply.send(RawPeer.bytes(policy()));
        var spec = ContractServers.spec(transport, Framings.LEN8, Limits.DEFAULT, peer -> service);
        try (RunningServer server = engine.start(spec)) {
            InetSocketAddress at = ContractCase.addressOf(server);
            byte[] question = RawFrames.of(Framings.LEN8, "?");
            if (transport == Transport.UDP) {
                try (RawDatagrams peer = RawDatagrams.open()) {
                    peer.send(question, at);
                    return new String(peer.receive(), 1, 1, StandardCharsets.US_ASCII);
                }
            }
            try (RawPeer peer = RawPeer.connect(at)) {
                peer.send(question);
                return new String(peer.read(2), 1, 1, StandardCharsets.US_ASCII);
            }
        }
    }

    @Test
    void threadsRunAsABatch() throws Exception {
        for (Transport transport : Transport.values()) {
            assertThat(policyOn(ThreadEngine.threads(2), transport)).isEqualTo(SCHED_BATCH);
        }
    }

    /** Not asked of {@code virtual}: who carries its threads may have been started by one of the batch, and inherits from it. */
    @Test
    void selectorAndSequentialLeaveTheirThreadsAsTheyAre() throws Exception {
        for (Engine engine : List.of(new SelectorEngine(1), ThreadEngine.sequential())) {
            for (Transport transport : Transport.values()) {
                assertThat(policyOn(engine, transport)).as("%s", engine).isEqualTo(policy());
            }
        }
    }

    @Test
    void withoutPermissionForNativeCodeThreadsServeAllTheSameAndNothingIsSaid() throws Exception {
        Path log = folder.resolve("log");
        ProcessBuilder builder = new ProcessBuilder(
                System.getProperty("java.home") + "/bin/java", ServerProcess.class.getName(), "threads");
        builder.environment().put("CLASSPATH", System.getProperty("java.class.path"));
        Process server = builder.redirectError(log.toFile()).start();
        try (BufferedReader out =
                new BufferedReader(new InputStreamReader(server.getInputStream(), StandardCharsets.US_ASCII))) {
            int port = Integer.parseInt(out.readLine());
            try (RawPeer peer = RawPeer.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port))) {
                peer.send(RawFrames.of(Framings.LEN8, "hi"));
                assertThat(peer.read(3)).isEqualTo(RawFrames.of(Framings.LEN8, "hi"));
            }
            server.getOutputStream().close();
            assertThat(server.waitFor()).isZero();
        } finally {
            server.destroyForcibly();
        }
        assertThat(log).isEmptyFile();
    }
}
