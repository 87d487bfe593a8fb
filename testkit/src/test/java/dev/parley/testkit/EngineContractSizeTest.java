package dev.parley.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class EngineContractSizeTest {
    @Test
    void hasTheNumberOfCasesThatIsPromised() {
        assertThat(TcpContract.tcpCases()).hasSizeGreaterThanOrEqualTo(100);
        assertThat(EngineContract.unixCases()).hasSizeGreaterThanOrEqualTo(150);
        assertThat(EngineContract.udpCases()).hasSizeGreaterThanOrEqualTo(40);
    }

    @Test
    void namesEachCaseOnce() {
        List<String> titles =
                TcpContract.tcpCases().stream().map(ContractCase::title).toList();
        assertThat(titles).doesNotHaveDuplicates();
        assertThat(EngineContract.udpCases().stream().map(ContractCase::title).toList())
                .doesNotHaveDuplicates();
    }
}
