package dev.parley.examples;

import static org.assertj.core.api.Assertions.assertThat;

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

/** {@code examples/plugin}, compiled against three of Parley's archives and nothing else. */
final class BuiltPlugin {
    static final String CLASS_PATH = System.getProperty("java.class.path");

    private static final Path SOURCES = Path.of("plugin/src/main");

    private BuiltPlugin() {}

    /** Its archive, made in this folder. */
    static Path in(Path folder) throws IOException {
        Path classes = Files.createDirectory(folder.resolve("classes"));
        List<String> words = new ArrayList<>(List.of("-proc:none", "-d", classes.toString(), "-cp", published()));
        try (Stream<Path> files = Files.walk(SOURCES.resolve("java"))) {
            files.filter(file -> file.toString().endsWith(".java")).forEach(file -> words.add(file.toString()));
        }
        assertThat(ToolProvider.getSystemJavaCompiler().run(null, null, null, words.toArray(String[]::new)))
                .isZero();
        Path plugin = folder.resolve("lookup.jar");
        try (JarOutputStream jar = new JarOutputStream(Files.newOutputStream(plugin))) {
            addAll(classes, jar);
            addAll(SOURCES.resolve("resources"), jar);
        }
        return plugin;
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
}
