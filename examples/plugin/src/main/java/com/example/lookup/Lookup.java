package com.example.lookup;

import dev.parley.core.Codecs;
import dev.parley.core.Framings;
import dev.parley.core.Protocol;
import dev.parley.core.Reply;
import dev.parley.services.ServiceProvider;
import dev.parley.services.ServiceType;
import dev.parley.services.Serving;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** A service from outside: a line with the name of a host is answered with a line of its addresses. */
public final class Lookup implements ServiceProvider {
    private static final Protocol<String, String> PROTOCOL =
            Protocol.of("lookup", Framings.LINE, Codecs.UTF_8, Codecs.UTF_8);

    /** The system's resolver blocks until it has an answer, so no event loop may serve this. */
    private static final ServiceType<String, String> TYPE = ServiceType.of(
                    "lookup", "replies with the addresses of a host", 7053, PROTOCOL, Lookup::serve)
            .served(Serving::whichBlocks);

    @Override
    public List<ServiceType<?, ?>> services() {
        return List.of(TYPE);
    }

    private static void serve(String host, Reply<String> reply) {
        try {
            reply.send(Arrays.stream(InetAddress.getAllByName(host.strip()))
                    .map(InetAddress::getHostAddress)
                    .collect(Collectors.joining(" ")));
        } catch (UnknownHostException e) {
            reply.send("unknown");
        }
    }
}
