package dev.parley.cli.serve;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.parley.cli.testing.ParleyProcess;
import dev.parley.engine.RunningServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The service {@code beanstalk} over real sockets, as beanstalkd's clients see it. */
@Timeout(60)
class BeanstalkTest extends BeanstalkConversations {
    /** What a client sends, and what it gets; what differs from beanstalkd 1.12 is not here. */
    private static final List<String[]> CONVERSATION = List.of(new String[][] {
        {"put 1 0 1 3\r\nabc\r\n", "INSERTED 1\r\n"},
        {"put 1 0 1  3 \r\n", "BAD_FORMAT\r\n"},
        {"put\r\n", "UNKNOWN_COMMAND\r\n"},
        {"put \r\n", "BAD_FORMAT\r\n"},
        {"put -1 0 1 3\r\n", "BAD_FORMAT\r\n"},
        {"put 4294967296 0 1 1\r\n", "BAD_FORMAT\r\n"},
        {"put 1 0 1 70000\r\n" + "a".repeat(70_002), "JOB_TOO_BIG\r\n"},
        {"put 1 0 1 70000 x\r\n" + "a".repeat(70_002), "JOB_TOO_BIG\r\n"},
        {"kick\r\n", "UNKNOWN_COMMAND\r\n"},
        {"kick x\r\n", "BAD_FORMAT\r\n"},
        {"kick 1 x\r\n", "KICKED 0\r\n"},
        {"reserve-with-timeout\r\n", "BAD_FORMAT\r\n"},
        {"reserveX\r\n", "BAD_FORMAT\r\n"},
        {"\r\n", "UNKNOWN_COMMAND\r\n"},
        {"use -a\r\n", "BAD_FORMAT\r\n"},
        {"use " + "a".repeat(201) + "\r\n", "BAD_FORMAT\r\n"},
        {"use " + "a".repeat(200) + "\r\n", "USING " + "a".repeat(200) + "\r\n"},
        {"use default\r\n", "USING default\r\n"},
        {"USE default\r\n", "UNKNOWN_COMMAND\r\n"},
        {"watch a b\r\n", "BAD_FORMAT\r\n"},
        {"watch a\r\n", "WATCHING 2\r\n"},
        {"watch a\r\n", "WATCHING 2\r\n"},
        {"ignore a\r\n", "WATCHING 1\r\n"},
        {"ignore zz\r\n", "WATCHING 1\r\n"},
        {"ignore default\r\n", "NOT_IGNORED\r\n"},
        {"list-tubes\r\n", "OK 14\r\n---\n- default\n\r\n"},
        {"list-tubesX\r\n", "BAD_FORMAT\r\n"},
        {"list-tube-used\r\n", "USING default\r\n"},
        {"list-tubes-watched\r\n", "OK 14\r\n---\n- default\n\r\n"},
        {"delete 1x\r\n", "BAD_FORMAT\r\n"},
        {"delete 99999999999999999999\r\n", "BAD_FORMAT\r\n"},
        {"touch 1\r\n", "NOT_FOUND\r\n"},
        {"x".repeat(230) + "\r\n", "BAD_FORMAT\r\n"},
        {"sta\0ts\r\n", "BAD_FORMAT\r\n"},
        {"peek 1\r\n", "FOUND 1 3\r\nabc\r\n"},
        {"peek-ready\r\n", "FOUND 1 3\r\nabc\r\n"},
        {"peek-delayed\r\n", "NOT_FOUND\r\n"},
        {"reserve-job 1\r\n", "RESERVED 1 3\r\nabc\r\n"},
        {"reserve-job 1\r\n", "NOT_FOUND\r\n"},
        {"release 1 5\r\n", "BAD_FORMAT\r\n"},
        {"release 1 5 0\r\n", "RELEASED\r\n"},
        {"reserve\r\n", "RESERVED 1 3\r\nabc\r\n"},
        {"bury 1 5\r\n", "BURIED\r\n"},
        {"peek-buried\r\n", "FOUND 1 3\r\nabc\r\n"},
        {"kick-job 1\r\n", "KICKED\r\n"},
        {"kick-job 1\r\n", "NOT_FOUND\r\n"},
        {"pause-tube default\r\n", "BAD_FORMAT\r\n"},
        {"pause-tube nosuch 0\r\n", "NOT_FOUND\r\n"},
        {"pause-tube default 0\r\n", "PAUSED\r\n"},
        {"stats-job 99\r\n", "NOT_FOUND\r\n"},
        {"stats-tube none\r\n", "NOT_FOUND\r\n"},
        {"delete 1\r\n", "DELETED\r\n"},
        {"delete 1\r\n", "NOT_FOUND\r\n"},
        {"reserve-with-timeout 0\r\n", "TIMED_OUT\r\n"},
        {"watch z\r\nuse z\r\nignore default\r\n", "WATCHING 2\r\nUSING z\r\nWATCHING 1\r\n"},
        {"list-tubes\r\n", "OK 18\r\n---\n- default\n- z\n\r\n"},
        {"watch default\r\nuse default\r\nignore z\r\n", "WATCHING 2\r\nUSING default\r\nWATCHING 1\r\n"},
        {
            "put 5 0 9 1\r\nx\r\nput 1 0 9 1\r\ny\r\nreserve\r\nreserve\r\n",
            "INSERTED 2\r\nINSERTED 3\r\nRESERVED 3 1\r\ny\r\nRESERVED 2 1\r\nx\r\n"
        },
        {"put 1 0 1 3\r\nabcxx", "EXPECTED_CRLF\r\n"},
        {"quit\r\n", ""},
    });

    private static void converse(int port) throws IOException {
        try (Socket socket = connect(port)) {
            converse(socket, CONVERSATION);
            assertThat(socket.getInputStream().read()).isEqualTo(-1);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"selector", "threads", "virtual", "sequential"})
    void answersAsBeanstalkdDoes(String engine) throws Exception {
        try (RunningServer server = start(engine)) {
            converse(port(server));
        }
    }

    /** The same from the original: else the expectations above would be ours alone. */
    @Test
    void theOriginalAnswersLikewise() throws Exception {
        Path program = Path.of("/usr/bin/beanstalkd");
        assumeTrue(Files.isExecutable(program), "there is no beanstalkd");
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        Process original = new ProcessBuilder(program.toString(), "-l", "127.0.0.1", "-p", Integer.toString(port))
                .redirectErrorStream(true)
                .start();
        try {
            await().ignoreExceptions().until(() -> {
                connect(port).close();
                return true;
            });
            converse(port);
            try (Socket socket = connect(port)) { // so that a client can tell
                send(socket, "list-jobs a ready 1\r\npurge-tube a\r\ndrain\r\nundrain\r\nonce a\r\n");
                expect(socket, "UNKNOWN_COMMAND\r\n".repeat(5));
                send(socket, "reserve-batch 1\r\n");
                expect(socket, "BAD_FORMAT\r\n");
            }
        } finally {
            original.destroyForcibly().waitFor();
        }
    }

    /** Cut at any byte, it is the same conversation. */
    @Test
    void doesNotDependOnHowItsBytesArrive() throws Exception {
        String all = "put 1 0 60 3\r\na\r\n\r\n" + "x".repeat(230)
                + "\r\nreserve\r\nrelease N 1 0\r\nreserve-batch 3\r\ndelete N\r\nlist-tube-used\r\n";
        try (RunningServer server = start("selector")) {
            for (int cut = 1; cut < all.length(); cut++) {
                try (Socket socket = connect(port(server))) {
                    String commands = all.replace("N", Integer.toString(cut));
                    send(socket, commands.substring(0, cut));
                    send(socket, commands.substring(cut));
                    expect(
                            socket,
                            "INSERTED " + cut + "\r\nBAD_FORMAT\r\nRESERVED " + cut
                                    + " 3\r\na\r\n\r\nRELEASED\r\nRESERVED_BATCH 1\r\nRESERVED " + cut
                                    + " 3\r\na\r\n\r\nDELETED\r\nUSING default\r\n");
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"selector", "threads", "virtual"})
    void waitingReservesAreServedInTheirOrder(String engine) throws Exception {
        try (RunningServer server = start(engine);
                Socket producer = connect(port(server))) {
            List<Socket> waiting = new ArrayList<>();
            for (int i = 0; i < 5; i++) {
                Socket socket = connect(port(server));
                waiting.add(socket);
                send(socket, "list-tube-used\r\nreserve\r\nlist-tube-used\r\n");
                expect(socket, "USING default\r\n");
                awaitWaiting(producer, i + 1);
            }
            for (int i = 0; i < 5; i++) {
                send(producer, "put 0 0 60 1\r\n" + i + "\r\n");
                expect(producer, "INSERTED " + (i + 1) + "\r\n");
            }
            for (int i = 0; i < 5; i++) {
                // What came behind the reserve had to wait for it.
                expect(waiting.get(i), "RESERVED " + (i + 1) + " 1\r\n" + i + "\r\nUSING default\r\n");
                waiting.get(i).close();
            }
        }
    }

    private static void awaitWaiting(Socket socket, int number) {
        await().until(() -> statsOfDefault(socket).contains("current-waiting: " + number + "\n"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"selector", "threads", "virtual"})
    void whatAConnectionHeldGoesToTheNextWhenItEnds(String engine) throws Exception {
        try (RunningServer server = start(engine);
                Socket waiting = connect(port(server))) {
            try (Socket holding = connect(port(server))) {
                send(holding, "put 0 0 600 2\r\nhi\r\nreserve\r\n");
                expect(holding, "INSERTED 1\r\nRESERVED 1 2\r\nhi\r\n");
                send(waiting, "reserve\r\n");
                awaitWaiting(holding, 1);
            }
            expect(waiting, "RESERVED 1 2\r\nhi\r\n");
        }
    }

    @Test
    void aReserveOfAPeerThatHalfClosedEnds() throws Exception {
        try (RunningServer server = start("selector");
                Socket socket = connect(port(server))) {
            send(socket, "reserve\r\n");
            socket.shutdownOutput();
            expect(socket, "TIMED_OUT\r\n");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"selector", "threads"})
    void allReservesOfAPeerThatHalfClosedEnd(String engine) throws Exception {
        int more = 1_100; // than a server owes at a time: the last are not even read when the end is there
        try (RunningServer server = start(engine);
                Socket socket = connect(port(server))) {
            send(socket, "reserve\r\n".repeat(more));
            socket.shutdownOutput();
            expect(socket, "TIMED_OUT\r\n".repeat(more));
            assertThat(socket.getInputStream().read()).isEqualTo(-1);
        }
    }

    @Test
    void aPutThatIsCutStoresNothing() throws Exception {
        try (RunningServer server = start("selector");
                Socket other = connect(port(server))) {
            try (Socket socket = connect(port(server))) {
                send(socket, "put 0 0 60 10\r\nhalf");
                socket.shutdownOutput();
                assertThat(socket.getInputStream().read()).isEqualTo(-1);
            } catch (IOException e) {
                // a reset says the same
            }
            send(other, "reserve-with-timeout 0\r\n");
            expect(other, "TIMED_OUT\r\n");
        }
    }

    @Test
    void deadlineSoonEndsAWait() throws Exception {
        try (RunningServer server = start("selector");
                Socket socket = connect(port(server))) {
            send(socket, "put 0 0 2 1\r\nx\r\nreserve\r\nreserve\r\n");
            expect(socket, "INSERTED 1\r\nRESERVED 1 1\r\nx\r\nDEADLINE_SOON\r\n");
        }
    }

    @Test
    void statsHaveTheOriginalsNames() throws Exception {
        try (RunningServer server = start("selector");
                Socket socket = connect(port(server))) {
            send(socket, "stats\r\n");
            String head = line(socket);
            String body =
                    new String(socket.getInputStream().readNBytes(Integer.parseInt(head.substring(3))), ISO_8859_1);
            assertThat(body).startsWith("---\ncurrent-jobs-urgent: 0\n");
            assertThat(body.lines().skip(1).map(line -> line.substring(0, line.indexOf(':'))))
                    .contains(
                            "max-job-size",
                            "cmd-pause-tube",
                            "job-timeouts",
                            "total-connections",
                            "draining",
                            "platform")
                    .endsWith("acknowledgement", "health", "store") // Parley's own
                    .hasSize(54);
            assertThat(body).containsPattern("\nacknowledgement: memory\nhealth: ok\nstore: [0-9a-f-]{36}\n$");
        }
    }

    /** As it is served: with the bounds of the command line. */
    @Test
    void keepsToTheBoundsItIsServedWith() throws Exception {
        try (ParleyProcess parley =
                        ParleyProcess.serve("beanstalk://127.0.0.1:0", "--queue-messages", "1", "--max-message", "10");
                Socket socket = connect(parley.port())) {
            send(socket, "put 0 0 1 11\r\n12345678901\r\nput 0 0 1 10\r\n1234567890\r\nput 0 0 1 0\r\n\r\nstats\r\n");
            expect(socket, "JOB_TOO_BIG\r\nINSERTED 1\r\nOUT_OF_MEMORY\r\n");
            byte[] stats = socket.getInputStream()
                    .readNBytes(Integer.parseInt(line(socket).substring(3)));
            assertThat(new String(stats, ISO_8859_1)).contains("\nmax-job-size: 10\n");
        }
    }
}
