package com.example.lookup;

import dev.parley.core.Address;
import dev.parley.core.Peer;
import dev.parley.engine.CloseReason;
import dev.parley.engine.Engine;
import dev.parley.engine.EngineProvider;
import dev.parley.engine.EngineType;
import dev.parley.engine.Engines;
import dev.parley.engine.RefusalReason;
import dev.parley.engine.RunningServer;
import dev.parley.engine.ServerListener;
import dev.parley.engine.ServerSpec;
import java.io.IOException;
import java.util.List;

/** An engine from outside: another one, found by its name, that reports arrivals and departures. */
public final class Traced implements EngineProvider {
    @Override
    public List<EngineType> engines() {
        return List.of(EngineType.of(
                "traced", "virtual, with a line on standard error for each arrival and departure", Tracing::onVirtualThreads));
    }

    private record Tracing(Engine engine) implements Engine {
        static Tracing onVirtualThreads() {
            return new Tracing(Engines.named("virtual").orElseThrow().create());
        }

        @Override
        public String name() {
            return "traced";
        }

        @Override
        public String reasonUnsupported(ServerSpec spec) {
            return engine.reasonUnsupported(spec);
        }

        @Override
        public RunningServer start(ServerSpec spec) throws IOException {
            return engine.start(spec.withListener(new Lines()));
        }
    }

    private record Lines() implements ServerListener {
        @Override
        public void accepted(Peer peer) {
            System.err.println("traced: " + peer.address() + " arrived");
        }

        @Override
        public void refused(Address client, RefusalReason reason) {
            System.err.println("traced: " + client + " refused: " + reason);
        }

        @Override
        public void closed(Peer peer, CloseReason reason) {
            System.err.println("traced: " + peer.address() + " left: " + reason);
        }
    }
}
