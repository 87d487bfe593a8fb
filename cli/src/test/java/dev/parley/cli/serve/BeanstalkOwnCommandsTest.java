package dev.parley.cli.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.parley.engine.RunningServer;
import java.net.Socket;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the service {@code beanstalk} has beside the commands and statistics of beanstalkd. */
@Timeout(60)
class BeanstalkOwnCommandsTest extends BeanstalkConversations {
    /** Parley's own commands, which end behind a conversation with messages 1 to 3 in the tube {@code a}, of which 3 is delayed. */
    private static final List<String[]> OWN_COMMANDS = List.of(new String[][] {
        {"list-jobs none ready 9\r\n", "OK 4\r\n---\n\r\n"},
        {"list-jobs a ready 1\r\n", list(entry(2, "ready", 5, 0, 60, 0, 1))},
        {
            "list-jobs a ready 1000000000000\r\n",
            list(entry(2, "ready", 5, 0, 60, 0, 1), entry(1, "ready", 10, 0, 60, 0, 3))
        },
        {"list-jobs a  buried  0\r\n", "OK 4\r\n---\n\r\n"},
        {"list-jobs a ready\r\n", "BAD_FORMAT\r\n"},
        {"list-jobs a idle 1\r\n", "BAD_FORMAT\r\n"},
        {"list-jobs a ready 1 2\r\n", "BAD_FORMAT\r\n"},
        {"list-jobs\r\n", "UNKNOWN_COMMAND\r\n"},
        {"drain now\r\n", "UNKNOWN_COMMAND\r\n"},
        {"drain\r\n", "DRAINING\r\n"},
        {"put 1 0 1 1\r\nx\r\n", "DRAINING\r\n"},
        {"undrain\r\n", "ACCEPTING\r\n"},
        {"reserve\r\n", "RESERVED 2 1\r\ny\r\n"},
        {"purge-tube a b\r\n", "BAD_FORMAT\r\n"},
        {"purge-tube a\r\n", "PURGED 2\r\n"},
        {"purge-tube a\r\n", "PURGED 0\r\n"},
        {"purge-tube none\r\n", "PURGED 0\r\n"},
        {"put 1 0 1 1\r\nz\r\n", "INSERTED 4\r\n"},
        {"delete 2\r\n", "DELETED\r\n"},
        {"once\r\n", "UNKNOWN_COMMAND\r\n"},
        {"once a b\r\n", "BAD_FORMAT\r\n"},
        {"once k\r\nput 1 0 1 1\r\nx\r\n", "ONCE\r\nINSERTED 5\r\n"},
        {"once k\r\nput 1 0 1 1\r\nx\r\n", "ONCE\r\nINSERTED 5\r\n"},
        {"put 1 0 1 1\r\nx\r\n", "INSERTED 6\r\n"},
        {"once k\r\nput 1 0 1 1\r\nxyz", "ONCE\r\nEXPECTED_CRLF\r\n"},
        {"\r\nput 1 0 1 1\r\nx\r\n", "UNKNOWN_COMMAND\r\nINSERTED 7\r\n"},
        {"once k\r\nuse b\r\nput 1 0 1 1\r\nx\r\n", "ONCE\r\nUSING b\r\nINSERTED 8\r\n"},
    });

    private static String entry(int id, String state, int priority, int delay, int ttr, int left, int bytes) {
        return "- id: " + id + "\n  state: " + state + "\n  pri: " + priority + "\n  age: 0\n  delay: " + delay
                + "\n  ttr: " + ttr + "\n  time-left: " + left + "\n  bytes: " + bytes
                + "\n  reserves: 0\n  timeouts: 0\n  releases: 0\n  buries: 0\n  kicks: 0\n";
    }

    private static String list(String... entries) {
        String text = "---\n" + String.join("", entries);
        return "OK " + text.length() + "\r\n" + text + "\r\n";
    }

    @ParameterizedTest
    @ValueSource(strings = {"selector", "threads"})
    void hasCommandsOfItsOwn(String engine) throws Exception {
        try (RunningServer server = start(engine);
                Socket socket = connect(port(server))) {
            send(socket, "use a\r\nput 10 0 60 3\r\nabc\r\nput 5 0 60 1\r\ny\r\nput 1 99 60 0\r\n\r\nwatch a\r\n");
            expect(socket, "USING a\r\nINSERTED 1\r\nINSERTED 2\r\nINSERTED 3\r\nWATCHING 2\r\n");
            converse(socket, OWN_COMMANDS);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"selector", "threads"})
    void reservesInBatches(String engine) throws Exception {
        try (RunningServer server = start(engine);
                Socket socket = connect(port(server))) {
            send(
                    socket,
                    "reserve-batch 1\r\nreserve-batch 0\r\nreserve-batch\r\nreserve-batch x\r\nreserve-batch 1 2\r\n");
            expect(socket, "RESERVED_BATCH 0\r\n" + "BAD_FORMAT\r\n".repeat(4));
            send(socket, "reserve-batch -1\r\nreserve-batch 99999999999999999999\r\n");
            expect(socket, "BAD_FORMAT\r\n".repeat(2));

            send(socket, "put 1 0 60 0\r\n\r\n".repeat(101));
            for (int i = 1; i <= 101; i++) {
                expect(socket, "INSERTED " + i + "\r\n");
            }
            send(socket, "reserve-batch 1000000\r\nreserve-batch 5\r\n");
            expect(socket, "RESERVED_BATCH 100\r\n");
            for (int i = 1; i <= 100; i++) {
                expect(socket, "RESERVED " + i + " 0\r\n\r\n");
            }
            expect(socket, "RESERVED_BATCH 1\r\nRESERVED 101 0\r\n\r\n");

            String large = "x".repeat(60_000);
            for (int i = 102; i <= 120; i++) {
                send(socket, "put 1 0 60 60000\r\n" + large + "\r\n");
                expect(socket, "INSERTED " + i + "\r\n");
            }
            send(socket, "reserve-batch 19\r\n");
            expect(socket, "RESERVED_BATCH 17\r\n"); // a mebibyte
            for (int i = 102; i <= 118; i++) {
                expect(socket, "RESERVED " + i + " 60000\r\n" + large + "\r\n");
            }
            send(socket, "delete 118\r\n");
            expect(socket, "DELETED\r\n");
        }
    }

    @Test
    void statsOfATubeSayHowLongItsMessagesWait() throws Exception {
        try (RunningServer server = start("selector");
                Socket socket = connect(port(server))) {
            send(socket, "put 10 0 60 3\r\nabc\r\n");
            expect(socket, "INSERTED 1\r\n");
            await().until(() -> statsOfDefault(socket)
                    .contains("\nnext-ready-age: 1\noldest-ready-age: 1\ntime-in-queue-p50-ms: 0\n"));
            send(socket, "delete 1\r\n");
            expect(socket, "DELETED\r\n");
            assertThat(statsOfDefault(socket))
                    .containsPattern(
                            "\npause-time-left: 0\nnext-ready-age: 0\noldest-ready-age: 0\n"
                                    + "time-in-queue-p50-ms: ([12]\\d{3})\ntime-in-queue-p99-ms: \\1\ntime-in-queue-max-ms: \\1\n$");
        }
    }
}
