package dev.parley.cli.serve;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.cli.testing.ParleyProcess;
import dev.parley.cli.testing.Transcript;
import dev.parley.testkit.RawPeer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** SIGHUP, with a file of settings: it is read again while the server goes on. */
@Tag("slow")
class ReloadTest {
    private static final String REVERSE = "address = \"reverse://:0\"";

    @TempDir
    Path folder;

    private Path file() {
        return folder.resolve("p.toml");
    }

    private void write(String... lines) throws IOException {
        Files.writeString(file(), String.join("\n", lines) + "\n");
    }

    private ParleyProcess serve(String... more) {
        List<String> words = new ArrayList<>(List.of("--config", file().toString()));
        words.addAll(List.of(more));
        return ParleyProcess.serve(words.toArray(String[]::new));
    }

    private static void hangUp(ParleyProcess server) throws Exception {
        new ProcessBuilder("kill", "-HUP", Long.toString(server.program().pid()))
                .start()
                .waitFor();
    }

    private static void isServed(ParleyProcess server) {
        assertThat(Transcript.of("send", server.endpoint().toString(), "abc")
                        .exits(0)
                        .out())
                .isEqualTo("cba\n");
    }

    @Test
    void newLimitsAreInForceAndOtherChangesAreNamed() throws Exception {
        write("drain = \"3s\"", "[[endpoint]]", REVERSE, "max-clients = 1");
        try (ParleyProcess server = serve();
                RawPeer holding = RawPeer.connect(server.address())) {
            holding.send(new byte[] {1, 'x'});
            assertThat(holding.read(2)).isEqualTo(new byte[] {1, 'x'});
            write("drain = \"4s\"", "engine = \"selector\"", "[[endpoint]]", REVERSE, "max-clients = 2");

            hangUp(server);

            server.program()
                    .awaitText("settings reloaded: limits.max-clients of reverse://:0;"
                            + " a restart is needed for drain, engine");
            isServed(server);
            assertThat(server.stop("TERM")).as(server.err()).isZero();
        }
    }

    @Test
    void aFileThatCannotBeUsedChangesNothing() throws Exception {
        write("[[endpoint]]", REVERSE);
        try (ParleyProcess server = serve()) {
            write("limits.max-client = 1", "[[endpoint]]", REVERSE);
            hangUp(server);
            server.program().awaitText("settings stay as they were: .*p.toml:1:1: there is no setting 'max-client'");
            Files.delete(file());
            hangUp(server);
            server.program().awaitText("settings stay as they were: .*p.toml: no such file");
            isServed(server);
        }
    }

    @Test
    void howMuchIsLoggedCanBeChangedAndWhatWasTypedStays() throws Exception {
        write("[[endpoint]]", REVERSE);
        try (ParleyProcess server = serve("--drain", "2s")) {
            write("drain = \"5s\"", "log.verbose = true", "[[endpoint]]", REVERSE);
            hangUp(server);
            server.program().awaitText("settings reloaded: log.verbose\n");
            isServed(server);
            server.program().awaitText("DEBUG.*Received connection");
        }
    }

    @Test
    void withoutAFileItEndsTheServerAsBefore() {
        try (ParleyProcess server = ParleyProcess.serve("reverse://:0")) {
            assertThat(server.stop("HUP")).as(server.err()).isZero();
        }
    }
}
