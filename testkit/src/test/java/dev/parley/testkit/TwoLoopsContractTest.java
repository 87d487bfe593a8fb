package dev.parley.testkit;

import dev.parley.engine.Engine;
import dev.parley.engine.SelectorEngine;

class TwoLoopsContractTest implements EngineContract, LimitContract, AdmissionContract {
    @Override
    public Engine engine() {
        return new SelectorEngine(2);
    }
}
