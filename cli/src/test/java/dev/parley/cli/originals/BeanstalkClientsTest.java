package dev.parley.cli.originals;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.surftools.BeanstalkClient.Client;
import dev.parley.cli.testing.ChildProgram;
import dev.parley.cli.testing.OriginalBeanstalkd;
import dev.parley.cli.testing.ParleyProcess;
import dev.parley.testkit.PostgresServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Libraries that programs use with beanstalkd see the same of Parley: each runs a script, in {@code src/test/clients}, with both. */
@Tag("slow")
class BeanstalkClientsTest {
    private static final Path FOLDER = Path.of("src", "test", "clients");
    /** With the library, of the class path of the tests. */
    private static final List<String> JAVA = List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            Client.class.getProtectionDomain().getCodeSource().getLocation().getPath());

    @ParameterizedTest
    @CsvSource({
        "node, node-beanstalk.mjs, ''",
        "ruby, beaneater.rb, ''",
        "php, pheanstalk.php, ''",
        "java, JavaBeanstalkClient.java, pause-tube"
    })
    void seesWhatItSeesOfBeanstalkd(String interpreter, String script, String unknown, @TempDir Path folder)
            throws IOException {
        List<String> command = command(interpreter, script);
        try (OriginalBeanstalkd original = OriginalBeanstalkd.start();
                ParleyProcess selector = ParleyProcess.serve("beanstalk://:0");
                ParleyProcess threads = ParleyProcess.serve("beanstalk://:0", "--engine", "threads");
                ParleyProcess disk =
                        ParleyProcess.serve("beanstalk://:0", "--store", "sqlite:" + folder.resolve("jobs.db"));
                ChildProgram expected = run(command, original.port());
                ChildProgram bySelector = run(command, selector.port());
                ChildProgram byThreads = run(command, threads.port());
                ChildProgram byDisk = run(command, disk.port())) {
            String transcript = transcript(expected);
            // Each command that beanstalkd counts was sent, if the library knows it.
            assertThat(transcript)
                    .contains("stats cmd-pause-tube: ")
                    .doesNotContainPattern("\nstats cmd-(?!" + unknown + ": )[a-z-]+: 0\n");
            assertThat(transcript(bySelector)).isEqualTo(transcript);
            assertThat(transcript(byThreads)).isEqualTo(transcript);
            assertThat(transcript(byDisk)).isEqualTo(transcript);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "node, node-beanstalk.mjs",
        "ruby, beaneater.rb",
        "php, pheanstalk.php",
        "java, JavaBeanstalkClient.java"
    })
    void seesTheSameOfAStoreInADatabase(String interpreter, String script) throws IOException {
        List<String> command = command(interpreter, script);
        String store = "postgresql:" + PostgresServer.shared().newDatabase();
        try (OriginalBeanstalkd original = OriginalBeanstalkd.start();
                ParleyProcess parley = ParleyProcess.serve("beanstalk://:0", "--store", store, "--ack", "memory");
                ChildProgram expected = run(command, original.port());
                ChildProgram byDatabase = run(command, parley.port())) {
            assertThat(transcript(byDatabase)).isEqualTo(transcript(expected));
        }
    }

    private static List<String> command(String interpreter, String script) {
        List<String> command = new ArrayList<>(interpreter.equals("java") ? JAVA : List.of(interpreter));
        command.add(FOLDER.resolve(script).toString());
        need(loads(command), "there is no " + interpreter + " with the library of " + script);
        return command;
    }

    private static ChildProgram run(List<String> command, int port) {
        List<String> all = new ArrayList<>(command);
        all.add(Integer.toString(port));
        return ChildProgram.start(all);
    }

    /** Without a port a script only loads its library. */
    private static boolean loads(List<String> command) {
        try (ChildProgram script = ChildProgram.start(command)) {
            return script.exitCode() == 0;
        } catch (UncheckedIOException e) { // there is no such program
            return false;
        }
    }

    private static void need(boolean there, String otherwise) {
        if (!there) {
            System.out.println("skipped: " + otherwise);
        }
        assumeTrue(there, otherwise);
    }

    /** What it printed, without what tells one process or moment from another, and what docs/queue.md says is different. */
    private static String transcript(ChildProgram script) {
        int code = script.exitCode();
        assertThat(code).as(script.outText() + script.errText()).isZero();
        return script.outText()
                .replaceAll("(?m)^stats (acknowledgement|health|store): .*\n", "")
                .replaceAll("(?m)^stats-tube (next.ready.age|oldest.ready.age|time.in.queue.*): .*\n", "")
                .replaceAll("(?m)^(stats-job (?:age|time.left)|stats-tube pause.time.left): \\d+$", "$1: *")
                .replaceAll(
                        "(?m)^(stats (?:pid|version|rusage-[us]time|uptime|binlog-.*|id|hostname|os|platform"
                                + "|total-connections|current-connections)): .*$",
                        "$1: *");
    }
}
