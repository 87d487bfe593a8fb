package dev.parley.engine.jdk;

import dev.parley.engine.Engine;
import dev.parley.testkit.AddressContract;
import dev.parley.testkit.BreakOffContract;
import dev.parley.testkit.ConversationContract;
import dev.parley.testkit.EngineContract;
import dev.parley.testkit.LimitContract;

class SequentialContractTest
        implements EngineContract, LimitContract, AddressContract, BreakOffContract, ConversationContract {
    @Override
    public Engine engine() {
        return ThreadEngine.sequential();
    }

    @Override
    public int conversationsAtOnce() {
        return 1;
    }
}
