package dev.parley.cli.load;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.cli.shell.ExitCode;
import dev.parley.cli.testing.ChildProgram;
import dev.parley.cli.testing.JsonText;
import dev.parley.cli.testing.ParleyProcess;
import dev.parley.cli.testing.ScriptedServer;
import dev.parley.cli.testing.Transcript;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Searches against a server that answers the first 100 requests of each connection rightly: on one connection for a fifth of
 * a second these are 500 a second, on a machine however slow.
 */
@Timeout(60)
@Tag("slow")
class LoadFindTest {
    private static final String[] FIND = {
        "--find",
        "errors<1",
        "--rate",
        "400",
        "--clients",
        "1",
        "--depth",
        "200",
        "--duration",
        "200ms",
        "--warmup",
        "0",
        "--timeout",
        "10s"
    };

    @TempDir
    Path folder;

    private static void hundred(Socket client) throws IOException {
        DataInputStream in = new DataInputStream(client.getInputStream());
        client.setTcpNoDelay(true);
        int served = 0;
        for (int length = in.read(); length >= 0; length = in.read(), served++) {
            byte[] message = new byte[length + 1];
            message[0] = (byte) length;
            in.readFully(message, 1, length);
            for (int i = 1, j = length; i < j && served < 100; i++, j--) {
                byte swapped = message[i];
                message[i] = message[j];
                message[j] = swapped;
            }
            client.getOutputStream().write(message);
        }
    }

    private static String[] words(String at, String... more) {
        return Stream.of(Stream.of("load", at), Stream.of(FIND), Stream.of(more))
                .flatMap(s -> s)
                .toArray(String[]::new);
    }

    private static Transcript load(String at, String... more) {
        return Transcript.of(words(
                at, Stream.concat(Stream.of("--rounds", "2"), Stream.of(more)).toArray(String[]::new)));
    }

    @Test
    void answersInOneLastLineAfterATableOfAllTrials() throws IOException {
        try (ScriptedServer server = new ScriptedServer(LoadFindTest::hundred)) {
            Transcript found = load(server.at("reverse")).exits(ExitCode.OK);

            List<String> lines = found.out().lines().toList();
            assertThat(lines.getFirst())
                    .startsWith(server.at("reverse").replace("://", "+tcp://"))
                    .endsWith("1 clients, depth 200, 64 bytes, 200 ms a trial");
            assertThat(found.out())
                    .containsPattern("\n +rate +errors  errors<1\n +400/s +0  held\n +800/s +60  broke  .*60 replies")
                    .containsPattern("\n +4[0-9]{2}/s +0  held +round\n +5[0-9]{2}/s +[0-9]+  broke +round  ");
            assertThat(lines.getLast())
                    .matches("errors<1 holds up to 4[0-9]{2}/s \\(held in 2 of 2 rounds at 4[0-9]{2}/s, "
                            + "broke in 2 of 2 at 5[0-9]{2}/s\\)");
            assertThat(found.err())
                    .startsWith("searching for the highest rate with errors<1: at most ")
                    .contains(" trials of 0.2 s, ", "\n       400/s            0  held\n");
        }
    }

    @Test
    void documentHoldsTheIntervalAndEveryTrial() throws IOException {
        Path file = folder.resolve("found.json");
        try (ScriptedServer server = new ScriptedServer(LoadFindTest::hundred)) {
            String document =
                    load(server.at("reverse"), "--json", "-").exits(ExitCode.OK).out();
            assertThat(JsonText.names(document))
                    .containsSubsequence("schema", "schemaVersion", "promise", "confirmed", "endedEarly", "interval")
                    .contains(
                            "holds", "breaks", "environment", "load", "trials", "percentileNanos", "p99.99", "reasons");
            assertThat(document)
                    .contains("\"schema\" : \"parley-find\"", "\"schemaVersion\" : 1", "\"confirmed\" : true")
                    .doesNotContainPattern("[:\\[,] -?(NaN|Infinity)");

            Transcript both =
                    load(server.at("reverse"), "--json", file.toString()).exits(ExitCode.OK);
            assertThat(both.out()).contains("errors<1 holds up to ");
            assertThat(JsonText.names(Files.readString(file))).contains("interval");
        }
    }

    @Test
    void objectiveThatHoldsAtNoRateFailsWithTheReason() throws IOException {
        try (ScriptedServer server = new ScriptedServer(client -> {
            DataInputStream in = new DataInputStream(client.getInputStream());
            for (int length = in.read(); length >= 0; length = in.read()) {
                in.readFully(new byte[length]);
                client.getOutputStream().write(new byte[] {1, '?'});
            }
        })) {
            Transcript failed = load(server.at("reverse")).exits(ExitCode.FAILED);
            assertThat(failed.out())
                    .contains("replies were not the expected ones\n")
                    .endsWith("errors<1 holds at no rate: broke in 1 of 1 at 101/s; a trial this short cannot measure "
                            + "a lower rate\n");
            assertThat(failed.err()).endsWith("parley load: no rate found that meets errors<1\n");
        }
    }

    @Test
    void serverThatDiesEndsTheSearchWithWhatIsKnownAndAValidDocument() throws IOException {
        List<Socket> clients = new ArrayList<>();
        ScriptedServer[] dying = new ScriptedServer[1];
        try (ScriptedServer server = new ScriptedServer(client -> {
            clients.add(client);
            if (clients.size() == 2) {
                dying[0].close();
            } else {
                hundred(client);
            }
        })) {
            dying[0] = server;
            Transcript ended = load(server.at("reverse"), "--json", "-").exits(ExitCode.UNAVAILABLE);
            assertThat(JsonText.names(ended.out())).contains("trials");
            assertThat(ended.out()).contains("\"confirmed\" : false", "the server has gone");
            assertThat(ended.err())
                    .contains("parley load: the server has gone: cannot connect to ")
                    .endsWith("there?\n");
        }
    }

    @Test
    void signalEndsTheSearchWithWhatIsKnownAndAValidDocument() throws IOException {
        try (ScriptedServer server = new ScriptedServer(LoadFindTest::hundred);
                ChildProgram find = ChildProgram.start(
                        ParleyProcess.command(words(server.at("reverse"), "--json", "-", "--rounds", "1000")))) {
            find.awaitText("400/s            0  held");
            find.signal("INT");
            assertThat(find.exitCode()).as(find.errText()).isZero();
            assertThat(JsonText.names(find.outText())).contains("trials");
            assertThat(find.outText()).contains("\"endedEarly\" : \"interrupted (SIG", "\"confirmed\" : false");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--find p99>2ms             | is an invalid objective; expected p99<2ms",
                "--find p99                 | is an invalid objective; expected p99<2ms",
                "--find service.p99<2ms     | an objective is about response time",
                "--find p99<2ms --closed    | --find searches a constant rate",
                "--find p99<2ms --poisson   | --find searches a constant rate",
                "--find p99<2ms --rate 1-9  | --find searches a constant rate",
                "--find p99<2ms --count 9   | --find cannot be combined with --count",
                "--find p99<2ms --hgrm x    | with --find; use --json",
                "--find p99<2ms --csv x     | with --find; use --json",
                "--find p99<2ms --samples x | with --find; use --json",
                "--find p99<2ms --fail-if p99>1s | --fail-if cannot be combined with --find",
                "--find p99<2ms --rounds 9999 | a search has 1 to 1000 rounds",
                "--find p99<2ms --rounds 0  | is not a whole number from 1 up",
                "--find p99.99<2ms --rate 9 | p99.99 needs 100000 requests, and 3000 ms at 9/s have fewer",
                "--rounds 3                 | --rounds requires --find",
            })
    void whatMeansNothingIsAUsageErrorBeforeAnythingIsSent(String words, String text) {
        List<String> all = new ArrayList<>(List.of("load", "reverse"));
        all.addAll(List.of(words.split(" ")));
        Transcript refused = Transcript.of(all.toArray(String[]::new)).exits(ExitCode.USAGE);
        assertThat(refused.err()).contains(text);
        assertThat(refused.out()).isEmpty();
    }

    @Test
    void noServerExits69() throws IOException {
        String at;
        try (ScriptedServer server = new ScriptedServer(LoadFindTest::hundred)) {
            at = server.at("reverse");
        }
        assertThat(load(at).exits(ExitCode.UNAVAILABLE).err()).contains("cannot connect to ");
    }
}
