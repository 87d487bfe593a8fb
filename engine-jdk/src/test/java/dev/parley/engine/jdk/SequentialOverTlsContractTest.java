package dev.parley.engine.jdk;

import dev.parley.engine.Engine;
import dev.parley.testkit.BehindTls;
import dev.parley.testkit.ConversationContract;
import dev.parley.testkit.EngineContract;
import dev.parley.testkit.LimitContract;

class SequentialOverTlsContractTest implements EngineContract, LimitContract, ConversationContract {
    @Override
    public Engine engine() {
        return BehindTls.of(ThreadEngine.sequential());
    }

    @Override
    public int leavingPeers() {
        return 500;
    }

    @Override
    public int conversationsAtOnce() {
        return 1;
    }
}
