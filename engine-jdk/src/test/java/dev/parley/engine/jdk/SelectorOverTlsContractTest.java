package dev.parley.engine.jdk;

import dev.parley.engine.Engine;
import dev.parley.testkit.AdmissionContract;
import dev.parley.testkit.BehindTls;
import dev.parley.testkit.ConversationContract;
import dev.parley.testkit.EngineContract;
import dev.parley.testkit.LimitContract;

class SelectorOverTlsContractTest implements EngineContract, LimitContract, AdmissionContract, ConversationContract {
    @Override
    public Engine engine() {
        return BehindTls.of(new SelectorEngine(1));
    }

    @Override
    public int leavingPeers() {
        return 500;
    }
}
