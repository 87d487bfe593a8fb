package dev.parley.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.core.Framings;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * What every engine must do alike, as a suite: a test class of the engine implements this and names the engine. Each case
 * has one transcript, and the same one for all. What differs by nature, such as which client waits for which, is not here.
 */
public interface EngineContract extends StreamContract {
    /** Promise C12 on TCP. */
    static List<ContractCase> tcpCases() {
        return Stream.concat(
                        Stream.of(Framings.LEN8, Framings.LEN16, Framings.LEN32, Framings.LINE)
                                .flatMap(framing -> DelimitedCases.of(framing).stream()),
                        WholeCases.all().stream())
                .toList();
    }

    /** Promise C12 on UDP. */
    static List<ContractCase> udpCases() {
        return DatagramCases.all();
    }

    @TestFactory
    default Stream<DynamicTest> servesTcpAsEveryEngineDoes() {
        return tests(tcpCases());
    }

    /** Without those of the framing {@code end}, which a Unix socket does not carry. */
    static List<ContractCase> unixCases() {
        return tcpCases().stream()
                .filter(one -> !one.framing().endsWithStream())
                .map(ContractCase::onUnixSocket)
                .toList();
    }

    @TestFactory
    default Stream<DynamicTest> servesUnixSocketsAsEveryEngineDoes() {
        return tests(unixCases());
    }

    @TestFactory
    default Stream<DynamicTest> servesUdpAsEveryEngineDoes() {
        return tests(udpCases());
    }

    private Stream<DynamicTest> tests(List<ContractCase> cases) {
        return cases.stream()
                .map(one -> DynamicTest.dynamicTest(
                        one.title(),
                        () -> assertThat(one.transcript(engine()))
                                .as(one.title())
                                .isEqualTo(one.expected())));
    }
}
