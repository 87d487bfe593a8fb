package dev.parley.cli.load;

import dev.parley.cli.shell.Endpoints;
import dev.parley.cli.shell.TubeEndpoint;
import dev.parley.cli.shell.TubeServers;
import dev.parley.core.Endpoint;
import dev.parley.services.ClientSide.Use;
import org.jspecify.annotations.Nullable;

/**
 * What a load is of, as typed: a service, or a tube of a work queue, on one server or several.
 *
 * @param endpoint host, port and transport filled in; of several servers the first
 * @param tubes null where the service has no tubes
 */
record LoadTarget(Endpoint endpoint, @Nullable TubeServers tubes) {
    /** A tube of its own: the messages of a load are nothing for the workers of another. */
    static final String USUAL_TUBE = "parley-load";

    static LoadTarget parse(String text) {
        if (!TubeEndpoint.names(text)) {
            return new LoadTarget(Endpoints.completeForClient(text, Use.LOAD, Use.TUBES), null);
        }
        TubeServers typed = TubeServers.parse(text, "load");
        TubeServers tubes = typed.named() ? typed : typed.in(USUAL_TUBE);
        return new LoadTarget(tubes.all().getFirst().server(), tubes);
    }
}
