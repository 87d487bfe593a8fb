package dev.parley.examples;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Programs on the module path: {@code examples/modules}, and one for what rooms find by reflection, as resources and in providers. */
@Tag("slow")
class ModulePathTest {
    /** Those of the command stand on the class path. */
    private static final String ROOMS =
            ".*/(parley-)?(core|tls|queue|queue-sqlite|queue-postgresql|services|engine|engine-jdk|client|result|load|join|compare"
                    + "|page)(/target/classes|-[0-9.]+\\.jar)/?";

    private static final String LIBRARIES =
            ".*/(tls-channel|HdrHistogram|jspecify|sqlite-jdbc|postgresql|jackson-[a-z]+|commons-numbers-[a-z]+|uplot)-[0-9.]+\\.jar";

    private static final String MODULE_PATH = Arrays.stream(BuiltPlugin.CLASS_PATH.split(File.pathSeparator))
            .filter(entry -> entry.matches(ROOMS) || entry.matches(LIBRARIES))
            .collect(Collectors.joining(File.pathSeparator));

    @TempDir
    Path folder;

    /** Where the modules of this folder are, compiled. */
    private Path compiled(Path sources) throws IOException {
        Path classes = folder.resolve("classes");
        List<String> words = new ArrayList<>(List.of("-proc:none", "-d", classes.toString(), "-p", MODULE_PATH));
        words.addAll(List.of("--module-source-path", sources.toString()));
        try (Stream<Path> files = Files.walk(sources)) {
            files.filter(file -> file.toString().endsWith(".java")).forEach(file -> words.add(file.toString()));
        }
        assertThat(ToolProvider.getSystemJavaCompiler().run(null, null, null, words.toArray(String[]::new)))
                .isZero();
        return classes;
    }

    private static List<String> run(Path classes, String module, String... arguments)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=org.xerial.sqlitejdbc",
                "-p",
                classes + File.pathSeparator + MODULE_PATH,
                "-m",
                module));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        try {
            process.getOutputStream().close();
            List<String> lines = process.inputReader(UTF_8).readAllLines();
            assertThat(process.waitFor()).as(String.join("\n", lines)).isZero();
            return lines;
        } finally {
            process.destroyForcibly();
        }
    }

    @Test
    void aServiceOfAnotherModuleIsFoundServedAndSpokenTo() throws Exception {
        Path classes = compiled(Path.of("modules"));

        for (String engine : List.of("virtual", "selector")) {
            assertThat(run(
                            classes,
                            "com.example.application/com.example.application.Application",
                            "greeting",
                            engine,
                            "Ada"))
                    .containsExactly("Hello, Ada");
        }
    }

    @Test
    void documentsPagesAndStoresWork() throws Exception {
        Path classes = compiled(Path.of("src/test/modules"));

        assertThat(run(
                        classes,
                        "com.example.documents/com.example.documents.Documents",
                        "../result/src/test/golden/closed-loop.json",
                        folder.resolve("queue.db").toString()))
                .containsExactly(
                        "modules: true",
                        "result: true",
                        "load: true",
                        "join: true",
                        "page: true true",
                        "sqlite: true",
                        "postgresql: StoreException");
    }
}
