package dev.parley.examples;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code examples/plugin}, compiled against three of Parley's archives and nothing else, then used by the whole program. */
@Tag("slow")
class PluginTest {
    private static final Path SOURCES = Path.of("plugin/src/main");
    private static final String CLASS_PATH = System.getProperty("java.class.path");

    @TempDir
    Path folder;

    private Path plugin = Path.of("");

    @BeforeEach
    void builds() throws IOException {
        Path classes = Files.createDirectory(folder.resolve("classes"));
        List<String> words = new ArrayList<>(List.of("-proc:none", "-d", classes.toString(), "-cp", published()));
        try (Stream<Path> files = Files.walk(SOURCES.resolve("java"))) {
            files.filter(file -> file.toString().endsWith(".java")).forEach(file -> words.add(file.toString()));
        }
        assertThat(ToolProvider.getSystemJavaCompiler().run(null, null, null, words.toArray(String[]::new)))
                .isZero();
        plugin = folder.resolve("lookup.jar");
        try (JarOutputStream jar = new JarOutputStream(Files.newOutputStream(plugin))) {
            addAll(classes, jar);
            addAll(SOURCES.resolve("resources"), jar);
        }
    }

    /** What the plug-in's own pom names. */
    private static String published() {
        return Arrays.stream(CLASS_PATH.split(File.pathSeparator))
                .filter(entry -> entry.matches(".*/(parley-)?(core|services|engine)(/target/classes|-[0-9.]+\\.jar)/?"))
                .collect(Collectors.joining(File.pathSeparator));
    }

    private static void addAll(Path root, JarOutputStream jar) throws IOException {
        try (Stream<Path> files = Files.walk(root)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                jar.putNextEntry(new JarEntry(root.relativize(file).toString().replace('\\', '/')));
                Files.copy(file, jar);
                jar.closeEntry();
            }
        }
    }

    private Process parley(String... words) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                CLASS_PATH + File.pathSeparator + plugin,
                "dev.parley.cli.Main"));
        command.addAll(List.of(words));
        return new ProcessBuilder(command).redirectErrorStream(true).start();
    }

    private String output(String... words) throws Exception {
        Process process = parley(words);
        process.getOutputStream().close();
        String text = new String(process.getInputStream().readAllBytes(), UTF_8);
        process.waitFor();
        return text;
    }

    @Test
    void itsServiceAndItsEngineAreListedServedAndSentTo() throws Exception {
        assertThat(output("serve", "--help")).contains("lookup").contains("traced");
        Process server = parley("serve", "lookup://:0", "--engine", "traced", "--until-eof");
        try (BufferedReader out = server.inputReader(UTF_8)) {
            String line = out.readLine();
            while (line != null && !line.startsWith("ready ")) {
                line = out.readLine();
            }
            assertThat(line).startsWith("ready lookup+tcp://127.0.0.1:");
            assertThat(output("send", line.substring("ready ".length()), "127.0.0.7"))
                    .isEqualTo("127.0.0.7\n");
            server.getOutputStream().close();
            assertThat(out.lines()).anyMatch(row -> row.startsWith("traced: 127.0.0.1:"));
        } finally {
            server.destroy();
        }
    }

    @Test
    void itsServiceBlocksAndIsRefusedOnAnEventLoop() throws Exception {
        assertThat(output("serve", "lookup://:0", "--engine", "selector")).contains("lookup blocks");
    }
}
