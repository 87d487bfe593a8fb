package dev.parley.engine.jdk;

import dev.parley.engine.Engine;
import dev.parley.testkit.AddressContract;
import dev.parley.testkit.AdmissionContract;
import dev.parley.testkit.BehindTls;
import dev.parley.testkit.BreakOffContract;
import dev.parley.testkit.ConversationContract;
import dev.parley.testkit.LimitContract;
import dev.parley.testkit.TcpContract;
import org.junit.jupiter.api.Nested;

/** Every contract of engines on TCP again, its peers behind a bridge to TLS: what they see may not differ in anything. */
class TlsContractTest {
    interface OverTls extends TcpContract, LimitContract, AddressContract, BreakOffContract, ConversationContract {
        /** A handshake costs as much as a hundred connections. */
        @Override
        default int leavingPeers() {
            return 500;
        }
    }

    @Nested
    class Sequential implements OverTls {
        @Override
        public Engine engine() {
            return BehindTls.of(ThreadEngine.sequential());
        }

        @Override
        public int conversationsAtOnce() {
            return 1;
        }
    }

    @Nested
    class Selector implements OverTls, AdmissionContract {
        @Override
        public Engine engine() {
            return BehindTls.of(new SelectorEngine(1));
        }
    }

    @Nested
    class TwoLoops implements OverTls, AdmissionContract {
        @Override
        public Engine engine() {
            return BehindTls.of(new SelectorEngine(2));
        }
    }

    @Nested
    class Threads implements OverTls, AdmissionContract {
        @Override
        public Engine engine() {
            return BehindTls.of(ThreadEngine.threads(PEERS_AT_ONCE));
        }
    }

    @Nested
    class Virtual implements OverTls, AdmissionContract {
        @Override
        public Engine engine() {
            return BehindTls.of(ThreadEngine.virtual());
        }
    }
}
