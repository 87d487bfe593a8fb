package dev.parley.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the README shows is what happens. */
@Tag("slow")
class ReadmeTest {
    private static final Path README = Path.of("..", "README.md");
    private static final String JAVA =
            Path.of(System.getProperty("java.home"), "bin", "java").toString();
    private static final String CLASS_PATH = System.getProperty("java.class.path");

    @TempDir
    Path folder;

    @Test
    void theSixthServiceCompilesAndRuns() throws Exception {
        Path source = Files.writeString(folder.resolve("Shout.java"), block("java"));
        int compiled = ToolProvider.getSystemJavaCompiler()
                .run(null, null, null, "-cp", CLASS_PATH, "-d", folder.toString(), source.toString());
        assertThat(compiled).isZero();
        assertThat(run(List.of(JAVA, "-cp", CLASS_PATH + ":" + folder, "Shout"), ""))
                .isEqualTo("HELLO\n");
    }

    /** Each line after {@code $} is typed into one shell; what it prints must be what stands below it. */
    @Test
    void everyCommandOfTheFirstLookPrintsWhatIsShown() throws Exception {
        String shown = block("console");
        StringBuilder script = new StringBuilder("parley() { \"" + JAVA + "\" -XX:TieredStopAtLevel=1 -cp '"
                + CLASS_PATH + "' dev.parley.cli.Main \"$@\" 2>>err; }\n");
        Matcher command = Pattern.compile("^\\$ (.*)\\n((?:(?!\\$ ).*\\n)*)", Pattern.MULTILINE)
                .matcher(shown);
        while (command.find()) {
            String typed = command.group(1).replace("./parley", "parley");
            long lines = command.group(2).lines().count();
            script.append("echo '$ ")
                    .append(command.group(1).replace("'", "'\\''"))
                    .append("'\n");
            script.append(typed.endsWith("&") ? inBackground(typed, lines) : typed)
                    .append("\n");
        }
        String printed = run(List.of("bash", "-c", script.toString()), "the README's commands");
        assertThat(printed).isEqualTo(shown);
    }

    /** A user waits until the server is ready before typing the next command. */
    private static String inBackground(String typed, long readyLines) {
        String server = typed.substring(0, typed.length() - 1);
        return server + "> ready & until [ \"$(wc -l 2>/dev/null < ready)\" = " + readyLines
                + " ]; do read -rt 0.05 <> <(:); done; cat ready";
    }

    private String run(List<String> words, String what) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(words)
                .directory(folder.toFile())
                .redirectError(folder.resolve("stderr").toFile())
                .start();
        try {
            String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).as(what).isTrue();
            assertThat(Files.readString(folder.resolve("stderr")))
                    .as("errors of " + what)
                    .isEmpty();
            return printed;
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }

    private static String block(String language) throws IOException {
        List<String> blocks = new ArrayList<>();
        Matcher block = Pattern.compile("```" + language + "\\n(.*?)```", Pattern.DOTALL)
                .matcher(Files.readString(README));
        while (block.find()) {
            blocks.add(block.group(1));
        }
        assertThat(blocks).as("blocks of " + language).hasSize(1);
        return blocks.getFirst();
    }
}
