package dev.parley.engine.jdk;

import dev.parley.engine.Engine;
import dev.parley.testkit.AddressContract;
import dev.parley.testkit.AdmissionContract;
import dev.parley.testkit.BreakOffContract;
import dev.parley.testkit.ConversationContract;
import dev.parley.testkit.EngineContract;
import dev.parley.testkit.LimitContract;

class SelectorContractTest
        implements EngineContract,
                LimitContract,
                AddressContract,
                BreakOffContract,
                AdmissionContract,
                ConversationContract {
    @Override
    public Engine engine() {
        return new SelectorEngine(1);
    }
}
