package dev.parley.cli.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.parley.cli.shell.ExitCode;
import dev.parley.cli.testing.JsonText;
import dev.parley.cli.testing.ScriptedServer;
import dev.parley.cli.testing.Transcript;
import dev.parley.core.Endpoint;
import dev.parley.engine.RunningServer;
import dev.parley.engine.ServerSpec;
import dev.parley.engine.jdk.SelectorEngine;
import dev.parley.services.Encoder;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Loads whose messages come from files. */
class MessageFilesTest {
    private final List<String> received = new CopyOnWriteArrayList<>();

    @TempDir
    Path folder;

    @BeforeEach
    void files() throws IOException {
        Files.createDirectories(folder.resolve("requests/sub"));
        Files.createDirectories(folder.resolve("none"));
        file("requests/b", "second");
        file("requests/a", "first");
        file("requests/.hidden", "hidden");
        file("requests/sub/c", "deeper");
        file("one", "one\n");
        file("lines", "alpha\r\n\nbeta\ngamma");
        file("empty", "");
        file("blank", "\n\r\n");
        file("long", "x".repeat(256));
        file("huge", "x".repeat(65_508));
        file("stop", "stop\n");
    }

    private void file(String name, String text) throws IOException {
        Files.writeString(folder.resolve(name), text);
    }

    private Transcript load(String endpoint, String... words) {
        String[] inFolder = Stream.of(words)
                .map(word ->
                        word.startsWith("@") ? folder.resolve(word.substring(1)).toString() : word)
                .toArray(String[]::new);
        return Transcript.of(Stream.concat(
                        Stream.of("load", endpoint, "--closed", "--clients", "1", "--warmup", "0"), Stream.of(inFolder))
                .toArray(String[]::new));
    }

    private ScriptedServer echo() throws IOException {
        return new ScriptedServer(client -> {
            DataInputStream in = new DataInputStream(client.getInputStream());
            for (int length = in.read(); length >= 0; length = in.read()) {
                byte[] message = new byte[length];
                in.readFully(message);
                received.add(new String(message, StandardCharsets.UTF_8));
                client.getOutputStream().write(length);
                client.getOutputStream().write(message);
            }
        });
    }

    @Test
    void filesFoldersAndLinesAreSentInTurnAndTheirRepliesChecked() throws IOException {
        try (ScriptedServer server = echo()) {
            Transcript loaded = load(
                            server.at("echo"),
                            "--framing",
                            "len8",
                            "--count",
                            "7",
                            "--messages",
                            "@one",
                            "--messages",
                            "@requests",
                            "--lines",
                            "@lines")
                    .exits(ExitCode.OK);
            assertThat(received).containsExactly("one\n", "first", "second", "alpha", "beta", "gamma", "one\n");
            assertThat(loaded.out())
                    .contains("closed loop, 1 clients, depth 1, 6 given, 4 to 6 bytes\n")
                    .contains("7 correct replies");
        }
    }

    @Test
    void documentRecordsWhatWasSent() throws IOException {
        try (ScriptedServer server = echo()) {
            Transcript loaded = load(
                            server.at("echo"), "--framing", "len8", "--count", "2", "--messages", "@one", "--json", "-")
                    .exits(ExitCode.OK);
            assertThat(JsonText.names(loaded.out())).contains("messages");
            assertThat(loaded.out()).contains("\"messages\" : \"1 given, 4 bytes\"");
        }
    }

    /** What a person counts as one character stays one: the expected reply is the encoder's, not the bytes reversed. */
    @Test
    void repliesOfTheEncoderAreCheckedForEveryText() throws Exception {
        file("text", "noël 👩‍🚀\nplain\n\u00ff");
        Endpoint endpoint = Endpoint.parse("encoder+tcp://127.0.0.1:0");
        try (RunningServer server = new SelectorEngine()
                .start(ServerSpec.of(
                        endpoint,
                        Encoder.PROTOCOL,
                        conversation -> new Encoder(conversation.peer(), false, () -> {}),
                        dev.parley.core.Limits.DEFAULT))) {
            Transcript loaded = load(server.endpoint().toString(), "--count", "30", "--lines", "@text")
                    .exits(ExitCode.OK);
            assertThat(loaded.out()).contains("30 correct replies").contains("errors: 0");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "reverse | --messages @missing | there is no file '",
                "reverse | --lines @missing    | there is no file '",
                "reverse | --lines @requests   | cannot be read: Is a directory",
                "reverse | --messages @none    | none' contains no files",
                "reverse | --messages @empty   | empty' is empty",
                "reverse | --lines @empty      | empty' has no non-empty lines",
                "reverse | --lines @blank      | blank' has no non-empty lines",
                "reverse | --messages @long    | long' cannot be sent: ",
                "reverse | --lines @long       | cannot be sent: ",
                "echo    | --framing line --messages @one | cannot carry a message with a line feed in it",
                "echo+udp | --messages @huge   | does not fit in a datagram: 65508 bytes, at most 65507",
                "encoder | --messages @stop    | stop' is 'stop', which would end the server",
                "encoder | --lines @stop       | line 1 of '",
            })
    void fileThatCannotBeSentIsAClearErrorBeforeAnythingIsSent(String service, String words, String text) {
        List<String> all = new ArrayList<>(List.of(words.strip().split(" ")));
        Transcript refused = load(service.strip() + "://127.0.0.1:1", all.toArray(String[]::new))
                .exits(ExitCode.FAILED);
        assertThat(refused.err()).startsWith("parley load: ").contains(text).hasLineCount(1);
        assertThat(refused.out()).isEmpty();
    }

    @Test
    void fileThatMayNotBeReadIsAClearError() throws IOException {
        Path secret = folder.resolve("one");
        boolean unreadable = secret.toFile().setReadable(false) && !Files.isReadable(secret);
        if (!unreadable) {
            System.err.println("skipped: this user may read every file, so none is unreadable");
        }
        assumeTrue(unreadable, "this user may read every file, so none is unreadable");
        assertThat(load("reverse://127.0.0.1:1", "--messages", "@one")
                        .exits(ExitCode.FAILED)
                        .err())
                .contains("one' cannot be read: no permission");
    }

    @Test
    void endlessFileIsRefusedNotRead() {
        assumeTrue(Files.exists(Path.of("/dev/zero")), "there is no /dev/zero here, so no endless file");
        assertThat(load("echo://127.0.0.1:1", "--messages", "/dev/zero")
                        .exits(ExitCode.FAILED)
                        .err())
                .contains("with the file '/dev/zero' the messages exceed 64 MiB");
    }

    @Test
    void sizeMeansNothingWithGivenMessages() {
        assertThat(load("reverse://127.0.0.1:1", "--messages", "@one", "--size", "5")
                        .exits(ExitCode.USAGE)
                        .err())
                .contains("--size cannot be combined with --messages");
    }
}
