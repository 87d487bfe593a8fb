package dev.parley.engine.jdk;

import dev.parley.engine.Engine;
import dev.parley.testkit.AdmissionContract;
import dev.parley.testkit.BehindTls;
import dev.parley.testkit.ConversationContract;
import dev.parley.testkit.EngineContract;
import dev.parley.testkit.LimitContract;

class ThreadsOverTlsContractTest implements EngineContract, LimitContract, AdmissionContract, ConversationContract {
    @Override
    public Engine engine() {
        return BehindTls.of(ThreadEngine.threads(PEERS_AT_ONCE));
    }

    @Override
    public int leavingPeers() {
        return 500;
    }
}
