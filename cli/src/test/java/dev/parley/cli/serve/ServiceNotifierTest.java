package dev.parley.cli.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.cli.testing.ChildProgram;
import dev.parley.cli.testing.ParleyProcess;
import dev.parley.cli.testing.PythonProgram;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The messages to a service manager, as a program in Python receives them. */
class ServiceNotifierTest {
    @TempDir
    Path folder;

    private String path = "";

    @BeforeEach
    void required() {
        PythonProgram.required();
        path = folder.resolve("notify").toString();
    }

    private ChildProgram manager() {
        ChildProgram manager = PythonProgram.start("notify_socket", path);
        manager.awaitText("bound");
        return manager;
    }

    @Test
    void eachMessageIsADatagram() {
        Map<String, String> environment = Map.of("NOTIFY_SOCKET", path, "WATCHDOG_USEC", "1");
        try (ChildProgram manager = manager();
                ServiceNotifier notifier = ServiceNotifier.of(environment)) {
            notifier.ready();
            notifier.reloading();
            notifier.alive();
            notifier.stopping(Duration.ofSeconds(9));

            manager.awaitText("STOPPING=1 EXTEND_TIMEOUT_USEC=9000000\n");
            assertThat(manager.outText())
                    .matches("bound\nREADY=1\nRELOADING=1 MONOTONIC_USEC=\\d+\nWATCHDOG=1\nSTOPPING=1 .*\n");
        }
    }

    @Test
    void aSocketMayHaveANameWithoutAFile() {
        path = "@parley-test-" + ProcessHandle.current().pid();
        try (ChildProgram manager = manager();
                ServiceNotifier notifier = ServiceNotifier.of(Map.of("NOTIFY_SOCKET", path))) {
            notifier.ready();

            manager.awaitText("READY=1\n");
        }
    }

    @Test
    void aManagerThatDoesNotWatchOrWatchesAnotherIsSentNoSignsOfLife() {
        Map<String, String> ofAnother = Map.of("NOTIFY_SOCKET", path, "WATCHDOG_USEC", "1", "WATCHDOG_PID", "1");
        try (ChildProgram manager = manager();
                ServiceNotifier notWatched = ServiceNotifier.of(Map.of("NOTIFY_SOCKET", path));
                ServiceNotifier otherWatched = ServiceNotifier.of(ofAnother)) {
            notWatched.alive();
            otherWatched.alive();
            otherWatched.ready();

            manager.awaitText("READY=1\n");
            assertThat(manager.outText()).doesNotContain("WATCHDOG");
        }
    }

    @Test
    void aServerThatCannotBeHeardServes() {
        try (ServiceNotifier none = ServiceNotifier.of(Map.of());
                ServiceNotifier relative = ServiceNotifier.of(Map.of("NOTIFY_SOCKET", "relative"));
                NotifySocket socket = NotifySocket.open(path)) {
            none.ready();
            relative.ready();
            assertThat(socket.send("READY=1")).isFalse();
        }
        assertThatThrownBy(() -> NotifySocket.open("/" + "x".repeat(107)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("107 bytes");
    }

    /** Its queue fills up, and sends return all the same. */
    @Test
    void aManagerThatReadsNothingHoldsNobodyUp() {
        try (ChildProgram manager = manager();
                NotifySocket socket = NotifySocket.open(path)) {
            manager.signal("STOP");
            int sent = 0;
            while (socket.send("WATCHDOG=1")) {
                sent++;
            }
            assertThat(sent).isPositive();
            manager.signal("CONT");
        }
    }

    @Tag("slow")
    @Test
    void aServerTellsOfItsWholeLife() throws Exception {
        Path settings = Files.writeString(
                folder.resolve("p.toml"), "drain = \"3s\"\n[[endpoint]]\naddress = \"reverse://:0\"\n");
        Map<String, String> environment = Map.of("NOTIFY_SOCKET", path, "WATCHDOG_USEC", "3000000");
        try (ChildProgram manager = manager();
                ParleyProcess server = ParleyProcess.serve(environment, "--config", settings.toString())) {
            manager.awaitText("bound\n(WATCHDOG=1\n)*READY=1\n(WATCHDOG=1\n)+");
            server.signal("HUP");
            manager.awaitText("RELOADING=1 MONOTONIC_USEC=\\d+\n(WATCHDOG=1\n)*READY=1\n");
            assertThat(server.stop("TERM")).as(server.err()).isZero();
            manager.awaitText("STOPPING=1 EXTEND_TIMEOUT_USEC=4000000\n");
            assertThat(server.err()).doesNotContain("WARNING");
        }
    }
}
