package dev.parley.engine.jdk;

import dev.parley.core.Transport;
import dev.parley.engine.Engine;
import dev.parley.testkit.AddressContract;
import dev.parley.testkit.AdmissionContract;
import dev.parley.testkit.BreakOffContract;
import dev.parley.testkit.ConversationContract;
import dev.parley.testkit.LimitContract;
import org.junit.jupiter.api.Nested;

/** The contracts of deadlines, admission and conversations through Unix sockets; that of replies has cases of its own for them. */
class UnixStreamsContractTest {
    interface OnUnixSockets extends LimitContract, AddressContract, BreakOffContract, ConversationContract {
        @Override
        default Transport streams() {
            return Transport.UNIX;
        }
    }

    @Nested
    class Sequential implements OnUnixSockets {
        @Override
        public Engine engine() {
            return ThreadEngine.sequential();
        }

        @Override
        public int conversationsAtOnce() {
            return 1;
        }
    }

    @Nested
    class Selector implements OnUnixSockets, AdmissionContract {
        @Override
        public Engine engine() {
            return new SelectorEngine(1);
        }
    }

    @Nested
    class TwoLoops implements OnUnixSockets, AdmissionContract {
        @Override
        public Engine engine() {
            return new SelectorEngine(2);
        }
    }

    @Nested
    class Threads implements OnUnixSockets, AdmissionContract {
        @Override
        public Engine engine() {
            return ThreadEngine.threads(PEERS_AT_ONCE);
        }
    }

    @Nested
    class Virtual implements OnUnixSockets, AdmissionContract {
        @Override
        public Engine engine() {
            return ThreadEngine.virtual();
        }
    }
}
