package dev.parley.engine.jdk;

import dev.parley.engine.Engine;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;

/** For tests that run on each engine. */
final class EnginesUnderTest {
    static final String ALL = "dev.parley.engine.jdk.EnginesUnderTest#all";
    static final String CONCURRENT = "dev.parley.engine.jdk.EnginesUnderTest#concurrent";
    /** More than any test has clients at once. */
    private static final int THREADS = 256;

    private EnginesUnderTest() {}

    static Stream<Named<Engine>> all() {
        return Stream.concat(Stream.of(Named.of("sequential", ThreadEngine.sequential())), concurrent());
    }

    /** Those that serve many clients at once. */
    static Stream<Named<Engine>> concurrent() {
        return Stream.of(
                Named.of("selector", new SelectorEngine(1)),
                Named.of("selector with two loops", new SelectorEngine(2)),
                Named.of("threads", ThreadEngine.threads(THREADS)),
                Named.of("virtual", ThreadEngine.virtual()));
    }
}
