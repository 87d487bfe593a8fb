package dev.parley.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.core.Plugins.Kind;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Providers on a class path, good ones and bad ones. */
class PluginsTest {
    private static final Kind<Provider, String> NAMES = new Kind<>("name", Provider::names, name -> name);

    @TempDir
    Path folder;

    /** What the test's plug-ins provide. */
    public interface Provider {
        List<String> names();
    }

    /** Provides two. */
    public static final class Two implements Provider {
        @Override
        public List<String> names() {
            return List.of("c", "d");
        }
    }

    /** Cannot be made. */
    public static final class Failing implements Provider {
        public Failing() {
            throw new IllegalArgumentException("invalid name: 'X'");
        }

        @Override
        public List<String> names() {
            return List.of();
        }
    }

    /** Was made for another version. */
    public static final class Outdated implements Provider {
        @Override
        public List<String> names() {
            throw new NoSuchMethodError("of()");
        }
    }

    private Plugins<String> load(List<String> own, String... providers) throws IOException {
        Path file = folder.resolve("META-INF/services/" + Provider.class.getName());
        Files.createDirectories(file.getParent());
        Files.write(file, List.of(providers));
        URL[] classPath = {folder.toUri().toURL()};
        try (URLClassLoader loader = new URLClassLoader(classPath, PluginsTest.class.getClassLoader())) {
            return Plugins.load(NAMES, own, PluginsTest.class, ServiceLoader.load(Provider.class, loader));
        }
    }

    @Test
    void givesOurOwnFirstAndThenTheProviders() throws IOException {
        Plugins<String> names = load(List.of("b", "a"), Two.class.getName());

        assertThat(names.all()).containsExactly("b", "a", "c", "d");
        assertThat(names.named("d")).contains("d");
        assertThat(names.named("e")).isEmpty();
    }

    @Test
    void refusesTwoOfTheSameNameAndKnowsBothProviders() throws IOException {
        Plugins<String> names = load(List.of("c"), Two.class.getName());

        assertThatThrownBy(names::all)
                .isInstanceOfSatisfying(
                        PluginException.class,
                        e -> assertThat(e.providers()).containsExactly(PluginsTest.class, Two.class))
                .hasMessageContainingAll("two names are named 'c'", PluginsTest.class.getName(), Two.class.getName());
    }

    @Test
    void reportsWhyAProviderCannotBeUsedOnlyWhenTypesAreRequested() throws IOException {
        Plugins<String> missing = load(List.of("a"), "com.example.Missing");
        Plugins<String> failing = load(List.of("a"), Failing.class.getName());
        Plugins<String> outdated = load(List.of("a"), Outdated.class.getName());

        assertThatThrownBy(() -> missing.named("a"))
                .isInstanceOf(PluginException.class)
                .hasMessageContaining("com.example.Missing not found");
        assertThatThrownBy(failing::all)
                .isInstanceOf(PluginException.class)
                .hasMessageContainingAll(Failing.class.getName(), "invalid name: 'X'");
        assertThatThrownBy(outdated::all)
                .isInstanceOfSatisfying(
                        PluginException.class, e -> assertThat(e.providers()).containsExactly(Outdated.class))
                .hasMessageContaining("NoSuchMethodError: of()");
    }
}
