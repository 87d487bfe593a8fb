package dev.parley.testkit;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * What every engine must do alike, as a suite: a test class of the engine implements this and names the engine. Each case
 * has one transcript, and the same one for all. What differs by nature, such as which client waits for which, is not here.
 */
public interface EngineContract extends TcpContract {
    /** Promise C12 on UDP. */
    static List<ContractCase> udpCases() {
        return DatagramCases.all();
    }

    /** Without those of the framing {@code end}, which a Unix socket does not carry. */
    static List<ContractCase> unixCases() {
        return TcpContract.tcpCases().stream()
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
}
