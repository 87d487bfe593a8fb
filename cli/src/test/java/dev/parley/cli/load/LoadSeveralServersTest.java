package dev.parley.cli.load;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.cli.shell.ExitCode;
import dev.parley.cli.testing.ParleyProcess;
import dev.parley.client.beanstalk.BeanstalkClient;
import dev.parley.core.ProtocolException;
import dev.parley.queue.NewMessage;
import dev.parley.result.LoadResult;
import dev.parley.result.ResultFormatException;
import dev.parley.result.ResultReader;
import dev.parley.result.StepTimes;
import dev.parley.testkit.PostgresServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code load} of a work queue on several servers, and by several load generators. */
@Timeout(120)
@Tag("slow")
class LoadSeveralServersTest extends LoadCalls {
    private static final int CYCLES = 400;

    private final ParleyProcess a = ParleyProcess.serve("beanstalk://:0");
    private final ParleyProcess b = ParleyProcess.serve("beanstalk://:0");

    @TempDir
    Path folder;

    @AfterEach
    void stop() {
        a.close();
        b.close();
    }

    private static String list(ParleyProcess one, ParleyProcess other, String tube) {
        return "beanstalk://127.0.0.1:" + one.port() + ",127.0.0.1:" + other.port() + tube;
    }

    private static Map<String, String> stats(ParleyProcess server) throws IOException, ProtocolException {
        try (BeanstalkClient client = BeanstalkClient.connect(server.endpoint())) {
            return client.stats();
        }
    }

    private LoadResult result() throws IOException, ResultFormatException {
        return ResultReader.read(Files.readAllBytes(json()));
    }

    private Path json() {
        return folder.resolve("result.json");
    }

    private void hasDoneAll(LoadResult result) {
        assertThat(result.measured().errors()).isZero();
        assertThat(result.measured().steps()).extracting(StepTimes::name).containsExactly("put", "reserve", "delete");
        assertThat(result.measured().steps()).allSatisfy(step -> {
            assertThat(step.service().count()).isEqualTo(CYCLES);
            assertThat(step.errors()).isEmpty();
        });
    }

    @Test
    void connectionsAreSpreadOverTheServers() throws Exception {
        int code = load(list(a, b, ""), ("-n " + CYCLES + " -c 4 -r 2000 --warmup 0 -q --json " + json()).split(" "));

        assertThat(code).as(errors()).isEqualTo(ExitCode.OK);
        hasDoneAll(result());
        assertThat(stats(a)).containsEntry("cmd-put", "200").containsEntry("cmd-delete", "200");
        assertThat(stats(b)).containsEntry("cmd-put", "200").containsEntry("cmd-delete", "200");
        assertThat(result().setting().endpoint())
                .isEqualTo("beanstalk+tcp://127.0.0.1:" + a.port() + ",127.0.0.1:" + b.port() + "/parley-load");

        // What a result names can be loaded again.
        assertThat(load(list(a, b, ""), "--baseline", json().toString(), "--runs", "3", "-q"))
                .as(errors())
                .isEqualTo(ExitCode.OK);
        assertThat(stats(b).get("cmd-put")).isNotEqualTo("200");
    }

    @Test
    void aServerThatIsNotThereIsFoundBeforeAnythingIsPut() throws Exception {
        b.stop("KILL");

        assertThat(load(list(a, b, ""), "-n", "10", "--warmup", "0")).isEqualTo(ExitCode.UNAVAILABLE);

        assertThat(errors()).contains("cannot connect to " + b.endpoint()).hasLineCount(1);
        assertThat(stats(a)).containsEntry("cmd-put", "0");
    }

    @Test
    void aTubeInUseAtAnyOfThemIsRefused() throws Exception {
        try (BeanstalkClient client = BeanstalkClient.connect(b.endpoint())) {
            client.put(new NewMessage(
                    "mail", 5, Duration.ZERO, Duration.ofMinutes(1), "somebody else's".getBytes(US_ASCII)));
        }

        assertThat(load(list(a, b, "/mail"), "-n", "10", "--warmup", "0")).isEqualTo(ExitCode.FAILED);

        assertThat(errors())
                .contains(b.endpoint() + "/mail holds 1 message already")
                .hasLineCount(1);
        assertThat(stats(a)).containsEntry("cmd-put", "0");
    }

    /** The clients of both are at both servers. */
    @Test
    void generatorsShareTheTube() throws Exception {
        divided(list(a, b, "/mine"));

        assertThat(stats(a)).containsEntry("cmd-put", "200").containsEntry("current-jobs-ready", "0");
        assertThat(stats(b)).containsEntry("cmd-put", "200").containsEntry("current-jobs-ready", "0");
    }

    /** What one server takes another one hands out: each generator gets messages of the other, and knows them. */
    @Test
    void serversOfOneStoreShareTheTubeToo() throws Exception {
        String store = "postgresql:" + PostgresServer.shared().newDatabase();
        try (ParleyProcess one = ParleyProcess.serve("beanstalk://:0", "--store", store, "--ack", "memory");
                ParleyProcess other = ParleyProcess.serve("beanstalk://:0", "--store", store, "--ack", "memory")) {
            divided(list(one, other, "/mine"));

            assertThat(stats(one)).containsEntry("cmd-put", "200");
            assertThat(stats(other)).containsEntry("cmd-put", "200").containsEntry("current-jobs-ready", "0");
        }
    }

    @Test
    void whatIsLeftInACommonStoreIsSaidOnce() throws Exception {
        String store = "postgresql:" + PostgresServer.shared().newDatabase();
        try (ParleyProcess one = ParleyProcess.serve("beanstalk://:0", "--store", store, "--ack", "memory");
                ParleyProcess other = ParleyProcess.serve("beanstalk://:0", "--store", store, "--ack", "memory");
                BeanstalkClient client = BeanstalkClient.connect(one.endpoint())) {
            client.watch("mail"); // so that there is one
            client.pause("mail", Duration.ofMinutes(1));

            assertThat(load(list(one, other, "/mail"), "-n", "10", "--timeout", "1s", "--warmup", "0", "-q"))
                    .isEqualTo(ExitCode.FAILED);

            assertThat(errors().lines().filter(line -> line.contains("10 messages are left in")))
                    .hasSize(1);
        }
    }

    private void divided(String endpoint) throws IOException, ResultFormatException {
        String[] words = ("load " + endpoint + " -n " + CYCLES + " -c 4 -r 1000 --warmup 0 --generators 2 --json "
                        + json())
                .split(" ");
        try (ParleyProcess coordinator = ParleyProcess.start(words)) {
            String address = coordinator
                    .program()
                    .awaitText("parley load --join (\\S+:\\d+)")
                    .group(1);
            try (ParleyProcess joined = ParleyProcess.start("load", "--join", address)) {
                assertThat(coordinator.program().exitCode())
                        .as(coordinator.err())
                        .isEqualTo(ExitCode.OK);
                assertThat(joined.program().exitCode()).as(joined.err()).isEqualTo(ExitCode.OK);
            }
            assertThat(coordinator.err()).doesNotContain("left in");
            assertThat(coordinator.program().outText()).containsPattern("generator 2 .* 2 ");
        }
        LoadResult result = result();
        hasDoneAll(result);
        assertThat(result.generators())
                .hasSize(2)
                .allSatisfy(generator -> assertThat(
                                generator.result().measured().steps())
                        .allSatisfy(step -> assertThat(step.service().count()).isEqualTo(CYCLES / 2)));
    }
}
