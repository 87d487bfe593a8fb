package dev.parley.testkit;

import dev.parley.engine.Engine;
import dev.parley.engine.ThreadEngine;

class VirtualContractTest implements EngineContract, LimitContract, AdmissionContract {
    @Override
    public Engine engine() {
        return ThreadEngine.virtual();
    }
}
