package dev.parley.services;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.core.PluginException;
import dev.parley.core.Plugins;
import dev.parley.core.TooLong;
import dev.parley.core.Transport;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How a service is served by default. */
class CatalogTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "reverse | 8080  | [TCP, UDP] | threads  | 3  | len8  | len8 | 255   | REJECT",
                "queue   | 55556 | [TCP, UDP] | threads  | 64 | queue | end  | 3000  | TRUNCATE",
                "pong    | 8000  | [TCP, UDP] | selector | 64 | read  | read | 1024  | REJECT",
                "timer   | 47945 | [TCP, UDP] | threads  | 5  | read  | read | 1024  | REJECT",
                "encoder | 6666  | [TCP]      | threads  | 64 | read  | read | 65535 | REJECT",
                "echo    | 7     | [TCP, UDP] | selector | 64 | read  | read | 65535 | REJECT",
                "beanstalk | 11300 | [TCP]   | selector | 64 | beanstalk | beanstalk | 65535 | REJECT",
            })
    void servesEachAsItsSystemDid(
            String name,
            int port,
            String transports,
            String engine,
            int threads,
            String requests,
            String responses,
            int longestBytes,
            TooLong tooLong) {
        ServiceType<?, ?> type = Catalog.named(name).orElseThrow();

        assertThat(type.port()).isEqualTo(port);
        assertThat(type.serving().transports()).hasToString(transports);
        assertThat(type.serving().engine(Transport.TCP)).isEqualTo(engine);
        assertThat(type.serving().threads()).isEqualTo(threads);
        assertThat(type.serving().limits().session().maxMessageBytes()).isEqualTo(longestBytes);
        assertThat(type.serving().limits().session().tooLong()).isEqualTo(tooLong);
        assertThat(type.serving().transports()).allSatisfy(transport -> {
            var protocol = type.protocol().apply(transport);
            assertThat(protocol.name()).isEqualTo(name);
            assertThat(protocol.requestFraming().name()).isEqualTo(requests);
            assertThat(protocol.responseFraming().name()).isEqualTo(responses);
        });
    }

    @Test
    void startsWithTheFiveSystemsInTheirOrder() {
        assertThat(Catalog.seeds())
                .extracting(ServiceType::name)
                .containsExactly("reverse", "queue", "pong", "timer", "encoder");
        assertThat(Catalog.all()).startsWith(Catalog.seeds().toArray(ServiceType[]::new));
        assertThat(Catalog.named("Reverse")).isEmpty();
    }

    /** Provides one service, under a name of its own or under one of ours. */
    public static final class Others implements ServiceProvider {
        @Override
        public List<ServiceType<?, ?>> services() {
            return List.of(renamed("other"));
        }
    }

    /** Provides what there is already. */
    public static final class Doubles implements ServiceProvider {
        @Override
        public List<ServiceType<?, ?>> services() {
            return List.of(renamed("echo"));
        }
    }

    private static ServiceType<byte[], byte[]> renamed(String name) {
        return ServiceType.of(name, "sends back what it gets", 7007, Echo.PROTOCOL, Echo::serve);
    }

    private Plugins<ServiceType<?, ?>> with(Class<?> provider) throws IOException {
        Path file = folder.resolve("META-INF/services/" + ServiceProvider.class.getName());
        Files.createDirectories(file.getParent());
        Files.writeString(file, provider.getName() + "\n");
        URL[] classPath = {folder.toUri().toURL()};
        try (URLClassLoader loader = new URLClassLoader(classPath, CatalogTest.class.getClassLoader())) {
            return Catalog.load(loader);
        }
    }

    @Test
    void listsTheServicesOfProvidersAfterOurs() throws IOException {
        Plugins<ServiceType<?, ?>> services = with(Others.class);

        assertThat(services.all())
                .extracting(ServiceType::name)
                .containsExactly(
                        "reverse", "queue", "pong", "timer", "encoder", "echo", "sockperf", "beanstalk", "other");
        assertThat(services.named("other")).isPresent();
    }

    @Test
    void refusesTwoServicesOfTheSameNameAndNamesBothOrigins() throws IOException {
        Plugins<ServiceType<?, ?>> services = with(Doubles.class);

        assertThatThrownBy(services::all)
                .isInstanceOf(PluginException.class)
                .hasMessage("two services are named 'echo': one of " + Catalog.class.getName() + ", one of "
                        + Doubles.class.getName());
    }
}
