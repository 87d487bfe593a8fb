package dev.parley.services;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.core.TooLong;
import dev.parley.core.Transport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a service is served with when nothing is said. */
class CatalogTest {
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
        assertThat(Catalog.SEEDS)
                .extracting(ServiceType::name)
                .containsExactly("reverse", "queue", "pong", "timer", "encoder");
        assertThat(Catalog.ALL).startsWith(Catalog.SEEDS.toArray(ServiceType[]::new));
        assertThat(Catalog.named("Reverse")).isEmpty();
    }
}
