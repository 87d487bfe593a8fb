package dev.parley.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The script {@code parley}, in a tree that is already built, with a JDK that prints its command line. */
class LauncherTest {
    private static final String PRINTS_ITS_WORDS = "#!/bin/sh\nprintf '%s\\n' \"$@\"\n";
    /** Prints its process id, leaves a file at the given path, and works for ever. */
    private static final String TRAINS_FOR_EVER = """
            #!/bin/sh
            for word in "$@"; do
                case $word in
                    -XX:AOTConfiguration=*) echo unfinished >"${word#*=}" ;;
                esac
            done
            echo $$ >training.new && mv training.new training
            exec sleep 1000
            """;

    @TempDir
    Path root;

    private String java = PRINTS_ITS_WORDS;

    private void file(String name, String text) throws IOException {
        Path file = root.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
        assertThat(file.toFile().setExecutable(true)).isTrue();
    }

    private Process launch(Map<String, String> environment, String... command) throws IOException {
        for (String script : List.of("parley", "bin/find-jdk", "bin/run", "bin/train")) {
            file(script, Files.readString(Path.of("..").resolve(script)));
        }
        file("cli/target/parley-cli-0.1.0.jar", "");
        file("cli/target/built", "");
        file("jdk/release", "JAVA_VERSION=\"25\"\nIMPLEMENTOR_VERSION=\"25\"\n");
        file("jdk/bin/javac", "#!/bin/sh\n");
        file("jdk/bin/java", java);
        ProcessBuilder builder = new ProcessBuilder(command).directory(root.toFile());
        builder.environment().put("PARLEY_JAVA_HOME", root.resolve("jdk").toString());
        builder.environment().put("PARLEY_AOT", "off");
        builder.environment().putAll(environment);
        return builder.start();
    }

    private List<String> wordsToJava(Map<String, String> environment, String... command) throws Exception {
        Process launcher = launch(environment, command);
        String words = new String(launcher.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(launcher.waitFor()).isZero();
        return words.lines().toList();
    }

    @Test
    void passesTheCommandLineOn() throws Exception {
        assertThat(wordsToJava(Map.of(), "./parley", "serve", "echo"))
                .containsSubsequence("dev.parley.cli.Main", "serve", "echo");
    }

    /** A cache is of no use to a JVM that allows them where the one that made it did not, or the other way round. */
    @ParameterizedTest
    @CsvSource({"serve,true", "load,true", "send,false"})
    void nativeCallsAreAllowedAsTheyWereWhenTheCacheWasMade(String command, boolean allowed) throws Exception {
        String flag = "--enable-native-access=ALL-UNNAMED";
        java = "#!/bin/sh\necho \"$*\" >>words\n";

        assertThat(launch(Map.of("PARLEY_AOT", "on"), "./parley", command).waitFor())
                .isZero();

        assertThat(Files.readAllLines(root.resolve("words")))
                .satisfiesExactly(
                        record -> assertThat(record.contains(flag)).isEqualTo(allowed),
                        create -> assertThat(create.contains(flag)).isEqualTo(allowed),
                        run -> assertThat(run.contains(flag)).isEqualTo(allowed));
    }

    @Test
    void whatMakesTheCacheKnowsNothingOfTheServersStoreOrItsServiceManager() throws Exception {
        java = "#!/bin/sh\ncase $* in *Training*) env >environment ;; esac\nexit 1\n";

        launch(
                        Map.of("PARLEY_AOT", "on", "PARLEY_STORE", "sqlite:jobs.db", "NOTIFY_SOCKET", "/run/notify"),
                        "./parley",
                        "serve")
                .waitFor();

        assertThat(Files.readAllLines(root.resolve("environment")))
                .contains("PATH=" + System.getenv("PATH"))
                .noneMatch(line -> line.startsWith("PARLEY_") || line.startsWith("NOTIFY_"));
    }

    @Test
    void onlyAServerEndsWhenMemoryRunsOut() throws Exception {
        String flag = "-XX:+ExitOnOutOfMemoryError";

        assertThat(wordsToJava(Map.of(), "./parley", "serve", "echo")).contains(flag);
        assertThat(wordsToJava(Map.of(), "./parley", "get", "queue")).doesNotContain(flag);
    }

    @ParameterizedTest
    @CsvSource({"TERM,143", "HUP,129"})
    void aFirstStartThatIsEndedLeavesNoUnfinishedCacheAndNoTraining(String signal, int code) throws Exception {
        java = TRAINS_FOR_EVER;
        Process launcher = launch(Map.of("PARLEY_AOT", "on"), "./parley", "serve", "echo");
        Path training = root.resolve("training");
        await().until(() -> Files.exists(training));
        assertThat(unfinished()).hasSize(1);

        new ProcessBuilder("kill", "-" + signal, Long.toString(launcher.pid()))
                .start()
                .waitFor();

        assertThat(launcher.waitFor()).isEqualTo(code);
        assertThat(unfinished()).isEmpty();
        long pid = Long.parseLong(Files.readString(training).strip());
        await().until(() -> ProcessHandle.of(pid).isEmpty());
    }

    @Test
    void whatAKilledFirstStartHasLeftIsRemovedByTheNextOne() throws Exception {
        java = TRAINS_FOR_EVER;
        Path training = root.resolve("training");
        Process killed = launch(Map.of("PARLEY_AOT", "on"), "./parley", "serve", "echo");
        await().until(() -> Files.exists(training));
        killed.destroyForcibly().waitFor();
        ProcessHandle.of(Long.parseLong(Files.readString(training).strip())).ifPresent(ProcessHandle::destroyForcibly);
        Files.delete(training);
        List<String> left = unfinished();
        assertThat(left).hasSize(1);

        Process next = launch(Map.of("PARLEY_AOT", "on"), "./parley", "serve", "echo");
        await().until(() -> Files.exists(training));
        assertThat(unfinished()).hasSize(1).doesNotContainAnyElementsOf(left);

        next.destroy();
        next.waitFor();
    }

    private List<String> unfinished() throws IOException {
        try (Stream<Path> files = Files.list(root.resolve("cli/target"))) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.contains(".aot."))
                    .toList();
        }
    }

    @Test
    void putsPlugInsBehindOurOwnClassPath() throws Exception {
        file("more plug-ins/b.jar", "");
        file("more plug-ins/a.jar", "");
        file("more plug-ins/readme.txt", "");
        String here = root.toRealPath().toString();

        assertThat(wordsToJava(Map.of("PARLEY_PLUGINS", "more plug-ins"), "./parley", "serve", "echo"))
                .contains(here + "/cli/target/parley-cli-0.1.0.jar:" + here + "/cli/target/lib/*:" + here
                        + "/more plug-ins/a.jar:" + here + "/more plug-ins/b.jar");
    }

    @Test
    void reportsAMissingFolderOfPlugIns() throws Exception {
        Process launcher = launch(Map.of("PARLEY_PLUGINS", "nowhere"), "./parley", "serve", "echo");

        assertThat(new String(launcher.getErrorStream().readAllBytes(), StandardCharsets.UTF_8))
                .isEqualTo("parley: PARLEY_PLUGINS is not a folder that can be read: 'nowhere'\n");
        assertThat(launcher.waitFor()).isEqualTo(78);
    }
}
