package dev.parley.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.core.Framings;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The cases of {@link EngineContract} on TCP. */
public interface TcpContract extends StreamContract {
    /** Promise C12 on TCP. */
    static List<ContractCase> tcpCases() {
        return Stream.concat(
                        Stream.of(Framings.LEN8, Framings.LEN16, Framings.LEN32, Framings.LINE)
                                .flatMap(framing -> DelimitedCases.of(framing).stream()),
                        WholeCases.all().stream())
                .toList();
    }

    @TestFactory
    default Stream<DynamicTest> servesTcpAsEveryEngineDoes() {
        return tests(tcpCases());
    }

    /** A test for each of them: the transcript with the engine is the expected one. */
    default Stream<DynamicTest> tests(List<ContractCase> cases) {
        return cases.stream()
                .map(one -> DynamicTest.dynamicTest(
                        one.title(),
                        () -> assertThat(one.transcript(engine()))
                                .as(one.title())
                                .isEqualTo(one.expected())));
    }
}
