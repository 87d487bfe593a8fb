package dev.parley.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleFinder;
import java.lang.module.ModuleReader;
import java.lang.module.ModuleReference;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every room that programs use is a module, and a user on the class path finds the same as one on the module path. */
class ModulesTest {
    private static final String SERVICES = "META-INF/services/";

    private static final List<ModuleReference> ROOMS = Arrays.stream(
                    System.getProperty("java.class.path").split(File.pathSeparator))
            .filter(entry -> entry.matches(".*/(parley-[a-z-]+-[0-9.]+\\.jar|target/classes/?)"))
            .map(Path::of)
            .flatMap(entry -> ModuleFinder.of(entry).findAll().stream())
            .filter(module -> module.descriptor().name().startsWith("dev.parley."))
            .toList();

    private static List<ModuleReference> rooms() {
        return ROOMS;
    }

    @Test
    void everyRoomButTheCommandIsAModule() {
        assertThat(ROOMS.stream().map(room -> room.descriptor().name().substring("dev.parley.".length())))
                .containsExactlyInAnyOrder(
                        "core",
                        "tls",
                        "queue",
                        "queue.sqlite",
                        "queue.postgresql",
                        "services",
                        "engine",
                        "engine.jdk",
                        "client",
                        "client.beanstalk",
                        "result",
                        "load",
                        "join",
                        "compare",
                        "page",
                        "admin",
                        "testkit");
    }

    @ParameterizedTest
    @MethodSource("rooms")
    void exportsItsPackageAlone(ModuleReference room) {
        ModuleDescriptor descriptor = room.descriptor();

        assertThat(descriptor.isAutomatic()).isFalse();
        assertThat(descriptor.packages()).containsExactly(descriptor.name());
        assertThat(descriptor.exports())
                .singleElement()
                .matches(exported -> exported.source().equals(descriptor.name()) && !exported.isQualified());
    }

    @ParameterizedTest
    @MethodSource("rooms")
    void providesTheSameOnTheClassPathAsOnTheModulePath(ModuleReference room) throws IOException {
        Map<String, Set<String>> provided = new TreeMap<>();
        room.descriptor()
                .provides()
                .forEach(provides -> provided.put(provides.service(), new TreeSet<>(provides.providers())));

        assertThat(onTheClassPath(room)).isEqualTo(provided);
    }

    private static Map<String, Set<String>> onTheClassPath(ModuleReference room) throws IOException {
        try (ModuleReader reader = room.open()) {
            return reader.list()
                    .filter(name -> name.startsWith(SERVICES) && !name.endsWith("/"))
                    .collect(Collectors.toMap(
                            name -> name.substring(SERVICES.length()),
                            name -> lines(reader, name),
                            (a, b) -> a,
                            TreeMap::new));
        }
    }

    private static Set<String> lines(ModuleReader reader, String name) {
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(reader.open(name).orElseThrow(), StandardCharsets.UTF_8))) {
            return lines.lines().filter(line -> !line.isBlank()).collect(Collectors.toCollection(TreeSet::new));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
