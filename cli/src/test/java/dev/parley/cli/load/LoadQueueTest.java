package dev.parley.cli.load;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.parley.cli.shell.ExitCode;
import dev.parley.cli.shell.TubeEndpoint;
import dev.parley.cli.testing.OriginalBeanstalkd;
import dev.parley.cli.testing.ParleyProcess;
import dev.parley.client.beanstalk.BeanstalkClient;
import dev.parley.core.Endpoint;
import dev.parley.core.ProtocolException;
import dev.parley.load.LoadSpec;
import dev.parley.queue.MessageState;
import dev.parley.queue.NewMessage;
import dev.parley.result.LoadResult;
import dev.parley.result.ResultReader;
import dev.parley.result.StepTimes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code load} of a work queue: Parley's, and where it is installed beanstalkd. */
@Tag("slow")
class LoadQueueTest extends LoadCalls {
    @TempDir
    Path folder;

    private interface Check {
        void on(String server, BeanstalkClient client) throws Exception;
    }

    private static void withServer(String name, Check check) throws Exception {
        if (name.equals("parley")) {
            try (ParleyProcess parley = ParleyProcess.serve("beanstalk://:0")) {
                check(parley.endpoint().toString(), check);
            }
        } else {
            try (OriginalBeanstalkd original = OriginalBeanstalkd.start()) {
                check(original.endpoint(), check);
            }
        }
    }

    private static void check(String server, Check check) throws Exception {
        try (BeanstalkClient client = BeanstalkClient.connect(Endpoint.parse(server))) {
            check.on(server, client);
        }
    }

    private static NewMessage message(String tube, long priority, String body) {
        return new NewMessage(tube, priority, Duration.ZERO, Duration.ofMinutes(1), body.getBytes(US_ASCII));
    }

    @ParameterizedTest
    @CsvSource({
        "parley, --rate 3000 --depth 2, /mine",
        "parley, --closed --threads 2, ''",
        "beanstalkd, --rate 3000 --depth 2, /mine",
        "beanstalkd, --closed --threads 2, ''"
    })
    void putsReservesAndDeletesAsManyAsItSays(String name, String words, String tube) throws Exception {
        withServer(name, (server, client) -> {
            Path json = folder.resolve("result.json");
            String[] options = (words + " -n 400 -c 3 --warmup 0 -q --json " + json).split(" ");

            assertThat(load(server + tube, options)).as(errors()).isEqualTo(ExitCode.OK);

            assertThat(client.stats())
                    .containsEntry("cmd-put", "400")
                    .containsEntry("cmd-reserve-with-timeout", "400")
                    .containsEntry("cmd-delete", "400")
                    .containsEntry("total-jobs", "400")
                    .containsEntry("current-jobs-ready", "0")
                    .containsEntry("current-jobs-reserved", "0");
            LoadResult result = ResultReader.read(Files.readAllBytes(json));
            assertThat(result.setting().endpoint()).endsWith(tube.isEmpty() ? "/parley-load" : tube);
            assertThat(result.measured().steps())
                    .extracting(StepTimes::name, step -> step.service().count(), StepTimes::errors)
                    .containsExactly(step("put"), step("reserve"), step("delete"));
            assertThat(printed())
                    .containsPattern("\nput +(response|service) +400 ")
                    .containsPattern("\nreserve +(response|service) +400 ")
                    .containsPattern("\ndelete +(response|service) +400 ")
                    .contains("cycles: 400 measured, 400 complete\n", "errors: 0\n");
        });
    }

    private static Tuple step(String name) {
        return Tuple.tuple(name, 400L, Map.of());
    }

    @ParameterizedTest
    @ValueSource(strings = {"parley", "beanstalkd"})
    void refusesATubeThatHoldsMessages(String name) throws Exception {
        withServer(name, (server, client) -> {
            client.put(message("mail", 5, "hello"));

            assertThat(load(server + "/mail", "-n", "10", "--warmup", "0")).isEqualTo(ExitCode.FAILED);

            assertThat(errors())
                    .contains("/mail holds 1 message already; load a tube of its own, or empty it: 'parley queue purge")
                    .hasLineCount(1);
            assertThat(client.stats()).containsEntry("cmd-put", "1");
            assertThat(client.peek("mail", MessageState.READY))
                    .hasValueSatisfying(
                            message -> assertThat(message.body()).asString().isEqualTo("hello"));
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"parley", "beanstalkd"})
    void refusesATubeForWhoseMessagesSomebodyWaits(String name) throws Exception {
        withServer(name, (server, client) -> {
            try (BeanstalkClient worker = BeanstalkClient.connect(Endpoint.parse(server))) {
                worker.watch("mail");
                CompletableFuture<?> waits = CompletableFuture.runAsync(() -> reserve(worker));
                await().until(() -> client.stats("mail")
                        .orElse(Map.of())
                        .getOrDefault("current-waiting", "0")
                        .equals("1"));

                assertThat(load(server + "/mail", "-n", "10", "--warmup", "0")).isEqualTo(ExitCode.FAILED);

                assertThat(errors()).contains("/mail has 1 worker waiting");
                assertThat(client.stats()).containsEntry("cmd-put", "0");
                client.put(message("mail", 5, "an end"));
                waits.join();
            }
        });
    }

    private static void reserve(BeanstalkClient worker) {
        try {
            worker.reserve(Duration.ofMinutes(1));
        } catch (IOException | ProtocolException e) {
            throw new IllegalStateException(e);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"parley", "beanstalkd"})
    void messageOfSomebodyElseEndsTheLoadAndStaysAsItWas(String name) throws Exception {
        withServer(name, (server, client) -> {
            CompletableFuture<Integer> load =
                    CompletableFuture.supplyAsync(() -> load(server, "-d", "60s", "-r", "500", "--warmup", "0", "-q"));
            await().until(() -> Long.parseLong(client.stats().getOrDefault("cmd-delete", "0")) > 20);
            long id = client.put(message("parley-load", 3, "a message of somebody else"));

            assertThat(load.join()).isEqualTo(ExitCode.FAILED);

            assertThat(errors())
                    .contains(
                            "/parley-load has messages that are not of this load, such as " + id
                                    + ", which was given back; load a tube that nothing else uses; cycles that failed: reserve ")
                    .containsPattern("deleted [1-9] messages? that the load had left in .*/parley-load\n");
            assertThat(client.peek(id))
                    .hasValueSatisfying(
                            message -> assertThat(message.body()).asString().isEqualTo("a message of somebody else"));
            assertThat(client.stats(id).orElseThrow())
                    .containsEntry("pri", "3")
                    .containsEntry("state", "ready")
                    .containsEntry("buries", "0");
        });
    }

    @Test
    void messageOfSomebodyElseEndsASearch() throws Exception {
        withServer("parley", (server, client) -> {
            String[] options = {"--find", "p50<100ms", "-r", "500", "-d", "60s", "--warmup", "0", "-q"};
            CompletableFuture<Integer> load = CompletableFuture.supplyAsync(() -> load(server, options));
            await().until(() -> Long.parseLong(client.stats().getOrDefault("cmd-delete", "0")) > 20);
            client.put(message("parley-load", 3, "a message of somebody else"));

            assertThat(load.join()).isEqualTo(ExitCode.FAILED);

            assertThat(errors()).contains("/parley-load has messages that are not of this load");
            assertThat(printed()).contains("; ended early: ");
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"parley", "beanstalkd"})
    void refusalsAreCountedByTheirWords(String name) throws Exception {
        withServer(name, (server, client) -> {
            int code = load(server, "-n", "10", "--size", "70000", "--warmup", "0", "-q");

            assertThat(code).isEqualTo(ExitCode.FAILED);
            assertThat(errors()).isEqualTo("parley load: cycles that failed: put 10 JOB_TOO_BIG\n");
            assertThat(printed())
                    .containsPattern("\nput .* 10 JOB_TOO_BIG\n")
                    .contains("errors: 10 (100.00 %), 10 wrong");
        });
    }

    @Test
    void serverThatTakesNoMessagesIsAnError() throws Exception {
        withServer("parley", (server, client) -> {
            client.setDraining(true);

            assertThat(load(server, "-n", "10", "--warmup", "0", "-q")).isEqualTo(ExitCode.FAILED);
            assertThat(errors()).isEqualTo("parley load: cycles that failed: put 10 DRAINING\n");
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"parley", "beanstalkd"})
    void messagesThatCannotBeReservedAreAnErrorAndWhatIsLeftIsSaid(String name) throws Exception {
        withServer(name, (server, client) -> {
            client.watch("mail"); // so that there is one
            client.pause("mail", Duration.ofMinutes(1));

            assertThat(load(server + "/mail", "-n", "10", "--timeout", "1s", "--warmup", "0", "-q"))
                    .isEqualTo(ExitCode.FAILED);

            assertThat(errors())
                    .contains("10 messages are left in " + TubeEndpoint.parse(server + "/mail", "load"))
                    .endsWith("cycles that failed: reserve 10 TIMED_OUT\n");
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"parley", "beanstalkd"})
    void whatIsLeftOfTheLoadIsDeletedAndNothingElse(String name) throws Exception {
        withServer(name, (server, client) -> {
            LoadTarget target = LoadTarget.parse(server + "/mail");
            LoadOptions options = new LoadOptions();
            LoadSpec spec = options.spec(target);
            byte[] put = Objects.requireNonNull(spec.cycle()).first(new byte[64]);
            String body = new String(put, US_ASCII).split("\r\n", 2)[1].substring(0, 64);
            try (LoadedTube _ = LoadedTube.of(target, spec, console())) {
                client.put(message("mail", 5, body));
                client.put(message("mail", 5, body));
                client.put(message("mail", 3, "a message of somebody else"));
            }

            assertThat(errors())
                    .contains("deleted 2 messages that the load had left in "
                            + TubeEndpoint.parse(server + "/mail", "load"));
            assertThat(client.stats("mail").orElseThrow())
                    .containsEntry("current-jobs-ready", "1")
                    .containsEntry("cmd-delete", "2");
        });
    }

    @Test
    void rateIsSearchedAndStagesAreWalked() throws Exception {
        withServer("parley", (server, client) -> {
            assertThat(load(
                            server,
                            "--find",
                            "p50<100ms",
                            "-r",
                            "200",
                            "-d",
                            "300ms",
                            "--warmup",
                            "0",
                            "--rounds",
                            "1",
                            "-q"))
                    .as(errors())
                    .isEqualTo(ExitCode.OK);
            assertThat(load(server, "--stages", "r=100 for 300ms, r=300 for 300ms", "--warmup", "0", "-q"))
                    .isEqualTo(ExitCode.OK);
            assertThat(printed()).contains("constant 300/s for 0.3 s");
            assertThat(client.stats()).containsEntry("current-jobs-ready", "0");
        });
    }

    @Test
    void noServerIsAnError() {
        assertThatThrownBy(() -> LoadTarget.parse("beanstalk://:1/two words")).hasMessageContaining("name of a tube");
        assertThat(load("beanstalk://127.0.0.1:1", "-n", "10")).isEqualTo(ExitCode.UNAVAILABLE);
    }
}
