package dev.parley.engine.jdk;

import dev.parley.engine.Engine;
import dev.parley.testkit.EngineContract;
import dev.parley.testkit.LimitContract;

class SequentialContractTest implements EngineContract, LimitContract {
    @Override
    public Engine engine() {
        return ThreadEngine.sequential();
    }
}
