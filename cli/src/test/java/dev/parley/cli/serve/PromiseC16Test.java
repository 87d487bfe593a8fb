package dev.parley.cli.serve;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.cli.shell.ExitCode;
import dev.parley.cli.testing.ChildProgram;
import dev.parley.cli.testing.ParleyProcess;
import dev.parley.cli.testing.RawClient;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** C16: a process in trouble ends, with a code other than 0; it is never alive and deaf. */
@Tag("slow")
class PromiseC16Test {
    private static final int CLIENTS = 8;
    private static final Duration FLOOD = Duration.ofSeconds(5);
    private static final Pattern SIZE = Pattern.compile("VmSize:\\s+(\\d+) kB");

    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({"1,selector", "3000,selector", "3000,virtual", "3000,threads"})
    void aQueueInASmallHeapRefusesOrEndsAndIsNeverAliveAndDeaf(int bytes, String engine) throws Exception {
        try (ParleyProcess parley =
                ParleyProcess.serve(Map.of("JDK_JAVA_OPTIONS", "-Xmx32m"), "queue://:0", "--engine", engine)) {
            flood(parley, new byte[bytes]);
            if (parley.program().alive()) {
                assertThat(put(parley.address(), new byte[] {120}))
                        .as(parley.err())
                        .isTrue();
                assertThat(parley.stop("TERM")).as(parley.err()).isEqualTo(ExitCode.OK);
            } else {
                assertThat(parley.program().exitCode()).as(parley.err()).isNotZero();
            }
        }
    }

    private static void flood(ParleyProcess parley, byte[] message) throws Exception {
        long end = System.nanoTime() + FLOOD.toNanos();
        try (ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> running = new ArrayList<>();
            for (int i = 0; i < CLIENTS; i++) {
                running.add(clients.submit(() -> {
                    while (System.nanoTime() < end && parley.program().alive()) {
                        put(parley.address(), message);
                    }
                }));
            }
            for (Future<?> client : running) {
                client.get();
            }
        }
    }

    /** True when the server ended the conversation in some order: with a refusal, or without because it has stored. */
    private static boolean put(InetSocketAddress address, byte[] message) {
        try (RawClient client = RawClient.connect(address)) {
            client.send(message).socket().shutdownOutput();
            client.receiveToEnd();
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"selector", "threads", "virtual", "sequential"})
    void aServiceThatNeverEndsDoesNotKeepTheProcess(String engine) throws Exception {
        List<String> command = new ArrayList<>(
                ParleyProcess.command("serve", "endless://:0", "-v", "--engine", engine, "--drain", "1s"));
        int classPath = command.indexOf("-cp") + 1;
        command.set(classPath, command.get(classPath) + File.pathSeparator + EndlessServices.folder(folder));
        try (ChildProgram program = ChildProgram.start(command)) {
            Matcher ready = program.awaitText("ready \\S+:(\\d+)\n");
            try (RawClient client = RawClient.connect(
                    new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.parseInt(ready.group(1))))) {
                client.send("for ever");
                program.awaitText("received message");
                program.signal("TERM");

                assertThat(program.exitCode()).as(program.errText()).isEqualTo(ExitCode.FAILED);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "selector,loop-0",
        "threads,accept",
        "threads,timers",
        "virtual,accept",
        "virtual,timers",
        "sequential,timers"
    })
    void aServerThatLosesAThreadItNeedsEndsAndSaysWhy(String engine, String thread) throws Exception {
        List<String> command = new ArrayList<>(
                ParleyProcess.command("serve", "fatal://:0", "pong://:0", "--engine", engine, "--drain", "1s"));
        int classPath = command.indexOf("-cp") + 1;
        command.set(classPath, command.get(classPath) + File.pathSeparator + FatalServices.folder(folder));
        command.add(classPath - 1, FatalServices.JVM_OPTION);
        try (ChildProgram program = ChildProgram.start(command)) {
            Matcher ready = program.awaitText("ready fatal\\S+:(\\d+)\n");
            program.awaitText("ready pong");
            try (RawClient client = RawClient.connect(
                    new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.parseInt(ready.group(1))))) {
                client.send(thread);

                assertThat(program.exitCode()).as(program.errText()).isEqualTo(ExitCode.FAILED);
                assertThat(program.errText()).contains("a thread that the server needs has died: ");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"threads", "selector"})
    void aProcessThatCanStartNoThreadEnds(String engine) throws IOException {
        List<RawClient> clients = new ArrayList<>();
        try (ParleyProcess parley = ParleyProcess.serve(
                Map.of("JDK_JAVA_OPTIONS", "-XX:ThreadStackSize=65536"),
                "echo://:0",
                "pong://:0",
                "--engine",
                engine)) {
            allowNoMoreThreads(parley.program().pid());
            // Threads that ended have left their stacks to the next ones.
            for (int i = 0; i < 4; i++) {
                clients.add(RawClient.connect(new InetSocketAddress(
                        InetAddress.getLoopbackAddress(),
                        parley.endpoints().getFirst().port())));
            }

            assertThat(parley.program().exitCode()).as(parley.err()).isNotZero();
            assertThat(parley.err()).contains("no thread could be started for 5 s");
        } finally {
            for (RawClient client : clients) {
                client.close();
            }
        }
    }

    /** The address space may grow by less than the stack of one thread. */
    private static void allowNoMoreThreads(long pid) throws IOException {
        Matcher size = SIZE.matcher(Files.readString(Path.of("/proc/" + pid + "/status")));
        assertThat(size.find()).isTrue();
        long limit = (Long.parseLong(size.group(1)) + 32 * 1024) * 1024;
        try (ChildProgram prlimit =
                ChildProgram.start(List.of("prlimit", "--pid", Long.toString(pid), "--as=" + limit))) {
            assertThat(prlimit.exitCode()).as(prlimit.errText()).isZero();
        }
    }
}
