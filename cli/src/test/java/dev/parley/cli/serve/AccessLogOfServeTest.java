package dev.parley.cli.serve;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.parley.cli.shell.ExitCode;
import dev.parley.cli.testing.ChildProgram;
import dev.parley.cli.testing.ParleyProcess;
import dev.parley.cli.testing.Transcript;
import dev.parley.testkit.RawDatagrams;
import dev.parley.testkit.RawPeer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code serve --access-log}. */
@Tag("slow")
class AccessLogOfServeTest {
    @TempDir
    Path folder;

    private Path file() {
        return folder.resolve("access.jsonl");
    }

    @ParameterizedTest
    @ValueSource(strings = {"sequential", "selector", "threads", "virtual"})
    void eachConversationAndEachRefusalHasALine(String engine) throws Exception {
        try (ParleyProcess server = ParleyProcess.serve(
                "reverse://:0", "--engine", engine, "--deny", "127.0.0.2", "--access-log", file().toString())) {
            String peer;
            try (RawPeer client = RawPeer.connect(server.address())) {
                client.send(new byte[] {1, 'a', 2, 'b', 'c'});
                assertThat(client.read(5)).isEqualTo(new byte[] {1, 'a', 2, 'c', 'b'});
                peer = "127.0.0.1:" + client.address().getPort();
            }
            assertThat(RawPeer.seenByConnecting("127.0.0.2", server.address())).isEqualTo("<reset>");
            await().atMost(ChildProgram.PATIENCE)
                    .until(() -> Files.readAllLines(file()).size() == 2);
            assertThat(String.join("\n", Files.readAllLines(file())))
                    .containsPattern("\"kind\":\"closed\".*\"endpoint\":\"reverse.tcp://127.0.0.1:0\",\"peer\":\""
                            + peer + "\",\"messagesIn\":2,\"messagesOut\":2,\"bytesIn\":5,\"bytesOut\":5,.*\"orderly\"")
                    .containsPattern("\"kind\":\"refused\".*\"peer\":\"127.0.0.2:.*\"not_allowed\"");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"sequential", "selector", "threads", "virtual"})
    void aPeerOverUdpHasALineWhenTheServerEnds(String engine) throws Exception {
        try (ParleyProcess server = ParleyProcess.serve(
                        "pong+udp://127.0.0.1:0", "--engine", engine, "--access-log", file().toString());
                RawDatagrams peer = RawDatagrams.open()) {
            peer.send("ping".getBytes(US_ASCII), server.address());
            peer.receive();
            peer.send("pong".getBytes(US_ASCII), server.address()); // which is not answered
            peer.send("ping".getBytes(US_ASCII), server.address());
            peer.receive();
            assertThat(server.stop("TERM")).as(server.err()).isZero();
        }
        assertThat(Files.readAllLines(file()))
                .singleElement()
                .asString()
                .contains("\"messagesIn\":3,\"messagesOut\":2,\"bytesIn\":12,\"bytesOut\":8,", "\"server_stopped\"");
    }

    @Test
    void aMessageThatEndsWithItsStreamIsCounted() throws Exception {
        try (ParleyProcess server = ParleyProcess.serve("encoder://:0", "--access-log", file().toString());
                RawPeer peer = RawPeer.connect(server.address())) {
            peer.send("abc".getBytes(US_ASCII));
            peer.halfClose();
            peer.untilEnd();
            await().atMost(ChildProgram.PATIENCE)
                    .untilAsserted(() -> assertThat(Files.readString(file()))
                            .contains("\"messagesIn\":1,\"messagesOut\":1,\"bytesIn\":3,"));
        }
    }

    @Test
    void sighupOpensTheFileAgainAndDoesNotEndTheServer() throws Exception {
        Path old = folder.resolve("access.1");
        try (ParleyProcess server = ParleyProcess.serve("reverse://:0", "--access-log", file().toString())) {
            Transcript.of("send", server.endpoint().toString(), "abc").exits(ExitCode.OK);
            await().atMost(ChildProgram.PATIENCE)
                    .until(() -> Files.readAllLines(file()).size() == 1);
            Files.move(file(), old);

            server.signal("HUP");

            await().atMost(ChildProgram.PATIENCE).until(() -> Files.exists(file()));
            Transcript.of("send", server.endpoint().toString(), "abc").exits(ExitCode.OK);
            assertThat(server.stop("TERM")).as(server.err()).isZero();
        }
        assertThat(List.of(
                        Files.readAllLines(old).size(),
                        Files.readAllLines(file()).size()))
                .containsExactly(1, 1);
    }

    @Test
    void aFullDiskIsSaidOnceAndTheServiceGoesOn() throws Exception {
        try (ParleyProcess server = ParleyProcess.serve("reverse://:0", "--access-log", "/dev/full")) {
            for (int i = 0; i < 3; i++) {
                Transcript.of("send", server.endpoint().toString(), "abc").exits(ExitCode.OK);
            }
            server.program()
                    .awaitText("the access log /dev/full cannot be written: No space left on device; its lines wait");
            Transcript.of("send", server.endpoint().toString(), "abc").exits(ExitCode.OK);
            assertThat(server.stop("TERM")).as(server.err()).isZero();
            assertThat(server.err().split("cannot be written", -1)).hasSize(2);
        }
    }

    @Test
    void aFileThatCannotBeOpenedKeepsTheServerFromStarting() {
        assertThat(Transcript.of("serve", "reverse://:0", "--access-log", folder + "/none/access.jsonl")
                        .exits(ExitCode.IO_ERROR)
                        .err())
                .isEqualTo("parley serve: --access-log: cannot write " + folder
                        + "/none/access.jsonl: there is no such folder\n");
    }

    @Test
    void linesGoToStandardOutputAmongThoseOfJson() throws Exception {
        try (ParleyProcess server = ParleyProcess.serve("reverse://:0", "--access-log", "-")) {
            Transcript.of("send", server.endpoint().toString(), "abc").exits(ExitCode.OK);
            server.program().awaitText("\\{\"kind\":\"closed\".*\"messagesIn\":1,.*}\n");
        }
    }
}
