package dev.parley.engine.jdk;

import dev.parley.engine.Engine;
import dev.parley.testkit.AdmissionContract;
import dev.parley.testkit.EngineContract;
import dev.parley.testkit.LimitContract;

class ThreadsContractTest implements EngineContract, LimitContract, AdmissionContract {
    @Override
    public Engine engine() {
        return ThreadEngine.threads(4);
    }
}
