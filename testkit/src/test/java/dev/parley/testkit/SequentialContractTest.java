package dev.parley.testkit;

import dev.parley.engine.Engine;
import dev.parley.engine.ThreadEngine;

class SequentialContractTest implements EngineContract, LimitContract {
    @Override
    public Engine engine() {
        return ThreadEngine.sequential();
    }
}
