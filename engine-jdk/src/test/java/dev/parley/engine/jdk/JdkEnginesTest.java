package dev.parley.engine.jdk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.parley.core.Codecs;
import dev.parley.core.Endpoint;
import dev.parley.core.Framings;
import dev.parley.core.Protocol;
import dev.parley.core.Reply;
import dev.parley.engine.Engine;
import dev.parley.engine.EngineType;
import dev.parley.engine.EngineType.Size;
import dev.parley.engine.Engines;
import dev.parley.engine.RunningServer;
import dev.parley.engine.ServerSpec;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The engines of this room, as the class path provides them. */
class JdkEnginesTest {
    private static List<EngineType> all() {
        return Engines.all();
    }

    @Test
    void areFoundOnTheClassPathInTheOrderATeacherWouldShowThem() {
        assertThat(all()).extracting(EngineType::name).containsExactly("sequential", "selector", "threads", "virtual");
        assertThat(Engines.named("selektor")).isEmpty();
    }

    @Test
    void declareWhatTheirSizeCountsAndWhetherClientsWait() {
        assertThat(all()).extracting(EngineType::size).containsExactly(Size.NONE, Size.LOOPS, Size.THREADS, Size.NONE);
        assertThat(all().stream().filter(EngineType::oneClientAtATime))
                .extracting(EngineType::name)
                .containsExactly("sequential");
        assertThat(Engines.named("threads").orElseThrow().createFor(5)).hasToString("threads, at most 5");
        assertThat(Engines.named("selector").orElseThrow().createFor(5)).hasToString("selector, 1 loop");
    }

    @ParameterizedTest
    @MethodSource("all")
    void makesAnEngineOfItsName(EngineType type) {
        assertThat(type.create().name()).isEqualTo(type.name());
        assertThat(type.create(2).name()).isEqualTo(type.name());
    }

    @ParameterizedTest
    @MethodSource("all")
    void refusesAServiceThatBlocksOnEventLoopsOnly(EngineType type) throws IOException {
        Engine engine = type.create();
        ServerSpec blocking = ServerSpec.of(
                        Endpoint.parse("slow://127.0.0.1:0"),
                        Protocol.of("slow", Framings.LINE, Codecs.BYTES, Codecs.BYTES),
                        (byte[] request, Reply<byte[]> reply) -> reply.send(request))
                .withBlockingService();

        if (type.size() == Size.LOOPS) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> engine.start(blocking))
                    .withMessageContaining("the service slow blocks");
        } else {
            try (RunningServer server = engine.start(blocking)) {
                assertThat(server.clients()).isZero();
            }
        }
    }
}
