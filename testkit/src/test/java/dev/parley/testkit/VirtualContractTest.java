package dev.parley.testkit;

import dev.parley.engine.Engine;
import dev.parley.engine.ThreadEngine;

class VirtualContractTest implements EngineContract {
    @Override
    public Engine engine() {
        return ThreadEngine.virtual();
    }
}
