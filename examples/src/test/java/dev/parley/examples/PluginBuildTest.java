package dev.parley.examples;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code examples/plugin} as a project of its own: Maven builds it from Parley's artifacts, as if they were published. */
@Tag("slow")
class PluginBuildTest {
    private static final String VERSION = "0.1.0";

    /** What its pom names, and the store that the services stand on. */
    private static final List<String> ROOMS = List.of("core", "queue", "services", "tls", "engine");

    @TempDir
    Path folder;

    @Test
    void mavenBuildsItFromThePublishedArtifacts() throws Exception {
        Path project = Files.createDirectory(folder.resolve("project"));
        copy(Path.of("plugin/pom.xml"), project.resolve("pom.xml"));
        try (Stream<Path> sources = Files.walk(Path.of("plugin/src"))) {
            for (Path source : sources.filter(Files::isRegularFile).toList()) {
                copy(source, project.resolve(Path.of("plugin").relativize(source)));
            }
        }

        Path repository = repository();
        try {
            assertThat(maven(project, repository)).contains("BUILD SUCCESS");
        } finally {
            unlink(repository);
            unlink(repository.resolve("dev"));
        }

        try (JarFile jar = new JarFile(project.resolve("target/lookup-1.0.jar").toFile())) {
            assertThat(jar.stream()).extracting(Object::toString).contains("com/example/lookup/Lookup.class");
        }
    }

    /** All that Maven has on this machine, but of Parley only what this build has made: what is installed may be older. */
    private Path repository() throws IOException {
        Path local =
                Path.of(System.getProperty("localRepository", System.getProperty("user.home") + "/.m2/repository"));
        Path repository = folder.resolve("repository");
        Path ours = Files.createDirectories(repository.resolve("dev/parley"));
        link(local, repository);
        link(local.resolve("dev"), repository.resolve("dev"));
        copy(Path.of("../pom.xml"), ours.resolve("parley/" + VERSION + "/parley-" + VERSION + ".pom"));
        for (String room : ROOMS) {
            Path built = Path.of("..", room, "target", "parley-" + room + "-" + VERSION + ".jar");
            skipUnless(Files.exists(built), "there is no " + built);
            String artifact = "parley-" + room + "/" + VERSION + "/parley-" + room + "-" + VERSION;
            copy(Path.of("..", room, "pom.xml"), ours.resolve(artifact + ".pom"));
            copy(built, ours.resolve(artifact + ".jar"));
        }
        return repository;
    }

    /** Everything in a folder that is not there yet. */
    private static void link(Path from, Path to) throws IOException {
        if (Files.isDirectory(from)) {
            try (Stream<Path> children = Files.list(from)) {
                for (Path child : children.toList()) {
                    Path link = to.resolve(child.getFileName());
                    if (Files.notExists(link)) {
                        Files.createSymbolicLink(link, child.toAbsolutePath());
                    }
                }
            }
        }
    }

    /** So that clearing the folder follows no link out of it. */
    private static void unlink(Path folder) throws IOException {
        try (Stream<Path> links = Files.list(folder).filter(Files::isSymbolicLink)) {
            for (Path link : links.toList()) {
                Files.delete(link);
            }
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        Files.createDirectories(to.getParent());
        Files.copy(from, to);
    }

    private static String maven(Path project, Path repository) throws Exception {
        ProcessBuilder builder = new ProcessBuilder(
                        "mvn", "-o", "-B", "-ntp", "-Dmaven.repo.local=" + repository, "package")
                .directory(project.toFile())
                .redirectErrorStream(true);
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment().remove("MAVEN_ARGS");
        Process maven;
        try {
            maven = builder.start();
        } catch (IOException e) {
            skipUnless(false, "mvn cannot be started: " + e.getMessage());
            throw e;
        }
        maven.getOutputStream().close();
        String output = new String(maven.getInputStream().readAllBytes(), UTF_8);
        boolean offline = output.contains("in offline mode");
        skipUnless(
                maven.waitFor() == 0 || !offline, "Maven lacks a plug-in of its own, and may not fetch it:\n" + output);
        assertThat(maven.exitValue()).as(output).isZero();
        return output;
    }

    private static void skipUnless(boolean possible, String reason) {
        if (!possible) {
            System.err.println("PluginBuildTest skipped: " + reason);
        }
        assumeTrue(possible, reason);
    }
}
