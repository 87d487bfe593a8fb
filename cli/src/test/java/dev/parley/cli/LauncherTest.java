package dev.parley.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The script {@code parley}, in a tree that is already built, with a JDK that prints what it is asked to run. */
class LauncherTest {
    @TempDir
    Path root;

    private void file(String name, String text) throws IOException {
        Path file = root.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
        assertThat(file.toFile().setExecutable(true)).isTrue();
    }

    private List<String> wordsToJava(String... command) throws Exception {
        for (String script : List.of("parley", "bin/find-jdk")) {
            file(script, Files.readString(Path.of("..").resolve(script)));
        }
        file("cli/target/parley-cli-0.1.0.jar", "");
        file("cli/target/built", "");
        file("jdk/release", "JAVA_VERSION=\"25\"\n");
        file("jdk/bin/javac", "#!/bin/sh\n");
        file("jdk/bin/java", "#!/bin/sh\nprintf '%s\\n' \"$@\"\n");
        ProcessBuilder builder = new ProcessBuilder(command).directory(root.toFile());
        builder.environment().put("PARLEY_JAVA_HOME", root.resolve("jdk").toString());
        builder.environment().put("PARLEY_AOT", "off");
        Process launcher =
                builder.redirectError(ProcessBuilder.Redirect.INHERIT).start();
        String words = new String(launcher.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(launcher.waitFor()).isZero();
        return words.lines().toList();
    }

    @Test
    void passesTheCommandLineOnAndAllowsNoNativeCalls() throws Exception {
        assertThat(wordsToJava("./parley", "serve", "echo"))
                .containsSubsequence("dev.parley.cli.Main", "serve", "echo")
                .noneMatch(word -> word.contains("native-access"));
    }
}
