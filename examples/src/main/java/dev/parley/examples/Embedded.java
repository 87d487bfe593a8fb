package dev.parley.examples;

import dev.parley.client.Client;
import dev.parley.core.Endpoint;
import dev.parley.core.Limits;
import dev.parley.core.ProtocolException;
import dev.parley.core.ServiceFactory;
import dev.parley.engine.ServerGroup;
import dev.parley.engine.ServerGroup.Member;
import dev.parley.engine.ServerSpec;
import dev.parley.engine.jdk.SelectorEngine;
import dev.parley.engine.jdk.ThreadEngine;
import java.io.IOException;
import java.io.PrintStream;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;

/** Two servers inside a program of one's own: the same service on an event loop and on virtual threads, started and stopped as one. */
public final class Embedded {
    private Embedded() {}

    /** Serves, talks to each server once, and stops. */
    public static void main(String[] arguments) throws IOException, ProtocolException {
        run(System.out);
    }

    static void run(PrintStream out) throws IOException, ProtocolException {
        Counting counting = new Counting(new LongAdder(), new LongAdder());
        ServiceFactory<String, String> auctions = Auction::new;
        ServerSpec spec = ServerSpec.of(
                Endpoint.parse("auction://127.0.0.1:0"),
                Auction.PROTOCOL,
                auctions.filteredBy(counting),
                Limits.DEFAULT.withMaxClients(100));
        List<Member> members =
                List.of(new Member(new SelectorEngine(), spec), new Member(ThreadEngine.virtual(), spec));
        try (ServerGroup servers = ServerGroup.start(members)) {
            for (Endpoint endpoint : servers.endpoints()) {
                try (var client = Client.connect(endpoint, Auction.PROTOCOL)) {
                    out.println(client.call("7"));
                }
            }
        }
        out.println(counting.requests() + " bids, " + counting.responses() + " replies");
    }
}
