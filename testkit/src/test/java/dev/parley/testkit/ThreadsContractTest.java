package dev.parley.testkit;

import dev.parley.engine.Engine;
import dev.parley.engine.ThreadEngine;

class ThreadsContractTest implements EngineContract, LimitContract, AdmissionContract {
    @Override
    public Engine engine() {
        return ThreadEngine.threads(4);
    }
}
