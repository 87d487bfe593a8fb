package dev.parley.examples;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The script's cache of loaded classes, with plug-ins behind the class path it was made for. */
@Tag("slow")
class PluginCacheTest {
    private static final Path BUILT = Path.of("../cli/target");
    private static final String JAR = "parley-cli-0.1.0.jar";
    private static final String FROM_CACHE = "source: shared objects file";

    @TempDir
    Path folder;

    private Path plugins = Path.of("");
    private Path classes = Path.of("");

    /** A tree that is already built. */
    @BeforeEach
    void copies() throws IOException {
        boolean built = Files.exists(BUILT.resolve(JAR));
        if (!built) {
            System.err.println("PluginCacheTest skipped: there is no " + BUILT.resolve(JAR));
        }
        assumeTrue(built, "the program is not built");
        copy(Path.of("../parley"), "parley");
        for (String script : List.of("find-jdk", "run", "train")) {
            copy(Path.of("../bin/" + script), "bin/" + script);
        }
        copy(BUILT.resolve(JAR), "cli/target/" + JAR);
        try (Stream<Path> archives = Files.list(BUILT.resolve("lib"))) {
            for (Path archive : archives.toList()) {
                copy(archive, "cli/target/lib/" + archive.getFileName());
            }
        }
        Files.writeString(folder.resolve("cli/target/built"), "");
        plugins = Files.createDirectory(folder.resolve("plug-ins"));
        BuiltPlugin.in(plugins);
        classes = folder.resolve("loaded-classes");
    }

    private void copy(Path from, String to) throws IOException {
        Path target = folder.resolve(to);
        Files.createDirectories(target.getParent());
        Files.copy(from, target, StandardCopyOption.COPY_ATTRIBUTES);
    }

    /** Its output on both streams; the classes it loads are in {@link #classes} afterwards. */
    private String help(String pluginFolder) throws Exception {
        ProcessBuilder builder =
                new ProcessBuilder(folder.resolve("parley").toString(), "serve", "--help").redirectErrorStream(true);
        builder.environment().put("PARLEY_JAVA_HOME", System.getProperty("java.home"));
        builder.environment().put("PARLEY_JAVA_OPTS", "-Xlog:class+load:file=" + classes);
        builder.environment().put("PARLEY_PLUGINS", pluginFolder);
        builder.environment().remove("PARLEY_AOT");
        Process parley = builder.start();
        parley.getOutputStream().close();
        String output = new String(parley.getInputStream().readAllBytes(), UTF_8);
        assertThat(parley.waitFor()).as(output).isZero();
        return output;
    }

    private List<String> loaded(String name) throws IOException {
        try (Stream<String> lines = Files.lines(classes)) {
            return lines.filter(line -> line.contains(" " + name + " ")).toList();
        }
    }

    @Test
    void staysValidWithPlugInsAndIsMadeWithoutThem() throws Exception {
        assertThat(help(plugins.toString()))
                .contains("preparing for fast starts, once")
                .contains("\n  lookup ");
        assertThat(loaded("dev.parley.cli.Main")).singleElement().asString().contains(FROM_CACHE);
        assertThat(loaded("com.example.lookup.Lookup"))
                .singleElement()
                .asString()
                .contains("lookup.jar")
                .doesNotContain(FROM_CACHE);

        assertThat(help("")).doesNotContain("preparing").doesNotContain("lookup");
        assertThat(loaded("dev.parley.cli.Main")).singleElement().asString().contains(FROM_CACHE);
    }
}
