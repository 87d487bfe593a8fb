package dev.parley.cli.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.parley.cli.shell.Console;
import dev.parley.core.Endpoint;
import dev.parley.engine.CloseReason;
import dev.parley.engine.RefusalReason;
import dev.parley.testkit.MemoryPeer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The access log by itself: its lines, its files, and disks that fail. */
class AccessLogTest {
    private static final Endpoint ENDPOINT = Endpoint.parse("reverse+tcp://127.0.0.1:8080");

    @TempDir
    Path folder;

    /** A disk that can be made to hang, to fail, and to take a part. */
    private static final class Disk implements AccessLogTarget {
        private final ByteArrayOutputStream taken = new ByteArrayOutputStream();
        private final CountDownLatch hanging = new CountDownLatch(1);
        private volatile boolean hangs;
        private volatile int failures;
        private final AtomicInteger failed = new AtomicInteger();

        @Override
        public void write(ByteBuffer bytes) throws IOException {
            if (hangs) {
                try {
                    hanging.await(10, TimeUnit.SECONDS);
                } catch (InterruptedException e) {
                    throw new IOException(e);
                }
            }
            byte[] part = new byte[failed.get() < failures ? Math.min(5, bytes.remaining()) : bytes.remaining()];
            bytes.get(part);
            synchronized (taken) {
                taken.writeBytes(part);
            }
            if (failed.get() < failures) {
                failed.incrementAndGet();
                throw new IOException("No space left on device");
            }
        }

        List<String> lines() {
            synchronized (taken) {
                return taken.toString(StandardCharsets.UTF_8).lines().toList();
            }
        }

        @Override
        public void reopen() {}

        @Override
        public void close() {}
    }

    private static void refuse(AccessRecorder recorder, int number) {
        recorder.refused(new MemoryPeer(number, "127.0.0.1", number, true).address(), RefusalReason.NOT_ALLOWED);
    }

    @Test
    void aConversationHasALineAtItsEnd() throws Exception {
        Path file = folder.resolve("access.jsonl");
        Files.writeString(file, "before\n");
        MemoryPeer peer = new MemoryPeer(3, "192.0.2.7", 4711, false);
        try (AccessLog log = new AccessLog(AccessLogTarget.file(file))) {
            AccessRecorder recorder = log.of(ENDPOINT);
            recorder.accepted(peer);
            recorder.transferred(peer, 1, 10, 0);
            recorder.transferred(peer, 0, 5, 7);
            recorder.closed(peer, CloseReason.WRITE_TIMEOUT);
            recorder.closed(peer, CloseReason.WRITE_TIMEOUT);
            recorder.refused(peer.address(), RefusalReason.ADDRESS_LIMIT);
            recorder.accepted(peer);
        }
        List<String> lines = Files.readAllLines(file);
        assertThat(lines).hasSize(4).first().isEqualTo("before");
        assertThat(lines.get(1))
                .matches("\\{\"kind\":\"closed\",\"time\":\"20..-..-..T..:..:..\\....Z\","
                        + "\"endpoint\":\"reverse\\+tcp://127.0.0.1:8080\",\"peer\":\"192.0.2.7:4711\","
                        + "\"messagesIn\":0,\"messagesOut\":0,\"bytesIn\":15,\"bytesOut\":7,"
                        + "\"durationMillis\":[0-9]+\\.[0-9]{1,3},\"reason\":\"write_timeout\"}");
        assertThat(lines.get(2))
                .startsWith("{\"kind\":\"refused\",\"time\":\"20")
                .endsWith("\"peer\":\"192.0.2.7:4711\",\"reason\":\"address_limit\"}");
        assertThat(lines.get(3)).as("one that has not ended").endsWith("\"reason\":\"server_stopped\"}");
    }

    @Test
    void aDiskThatHangsHoldsNobodyUpAndWhatIsDroppedIsCounted() {
        Disk disk = new Disk();
        disk.hangs = true;
        int more = 50;
        try (AccessLog log = new AccessLog(disk)) {
            AccessRecorder recorder = log.of(ENDPOINT);
            for (int i = 0; i < 3 * AccessLog.PLACES; i++) {
                refuse(recorder, i);
            }
            disk.hangs = false;
            disk.hanging.countDown();
            await().until(() -> disk.lines().stream().anyMatch(line -> line.contains("\"kind\":\"lost\"")));
            for (int i = 0; i < more; i++) {
                refuse(recorder, i);
            }
        }
        List<String> lost = disk.lines().stream()
                .filter(line -> line.contains("\"kind\":\"lost\""))
                .toList();
        long dropped = lost.stream()
                .mapToLong(line -> Long.parseLong(line.replaceAll(".*\"lines\":([0-9]+)}", "$1")))
                .sum();
        assertThat(dropped).isPositive();
        assertThat(disk.lines().size() - lost.size() + dropped).isEqualTo(3 * AccessLog.PLACES + more);
    }

    @Test
    void aDiskThatFailsIsTriedAgainAndNoLineIsTorn() {
        Disk disk = new Disk();
        disk.failures = 2;
        try (AccessLog log = new AccessLog(disk)) {
            AccessRecorder recorder = log.of(ENDPOINT);
            refuse(recorder, 1);
            await().until(() -> disk.failed.get() == 1);
            refuse(recorder, 2);
            log.reopen(); // which need not wait for the next second
            await().until(() -> disk.failed.get() == 2);
            log.reopen();
            await().until(() -> disk.lines().size() == 2);
        }
        assertThat(disk.lines())
                .allMatch(line ->
                        line.startsWith("{\"kind\":\"refused\"") && line.endsWith("\"reason\":\"not_allowed\"}"));
    }

    @Test
    void aFileThatWasMovedIsLeftWhenItIsOpenedAgain() throws Exception {
        Path file = folder.resolve("access.jsonl");
        Path old = folder.resolve("access.1");
        try (AccessLog log = new AccessLog(AccessLogTarget.file(file))) {
            AccessRecorder recorder = log.of(ENDPOINT);
            refuse(recorder, 1);
            await().until(() -> Files.size(file) > 0);
            Files.move(file, old);
            refuse(recorder, 2);
            await().until(() -> Files.readAllLines(old).size() == 2);
            log.reopen();
            await().until(() -> Files.exists(file));
            refuse(recorder, 3);
        }
        assertThat(Files.readAllLines(old)).hasSize(2);
        assertThat(Files.readAllLines(file)).hasSize(1);
    }

    @Test
    void aFileThatCannotBeOpenedAgainStaysInUse() throws Exception {
        Path sub = Files.createDirectory(folder.resolve("sub"));
        Path file = sub.resolve("access.jsonl");
        Path moved = folder.resolve("moved");
        try (AccessLog log = new AccessLog(AccessLogTarget.file(file))) {
            AccessRecorder recorder = log.of(ENDPOINT);
            Files.move(sub, moved);
            log.reopen();
            refuse(recorder, 1);
        }
        assertThat(Files.readAllLines(moved.resolve("access.jsonl"))).hasSize(1);
    }

    @Test
    void linesGoToStandardOutputAmongOthers() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Console console = new Console(InputStream.nullInputStream(), out, out);
        try (AccessLog log = new AccessLog(AccessLogTarget.standardOutput(console))) {
            refuse(log.of(ENDPOINT), 1);
        }
        assertThat(out.toString(StandardCharsets.UTF_8))
                .startsWith("{\"kind\":\"refused\"")
                .endsWith("}\n");
    }
}
