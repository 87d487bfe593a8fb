package dev.parley.cli.load;

import dev.parley.cli.shell.Endpoints;
import dev.parley.cli.shell.TubeEndpoint;
import dev.parley.core.Endpoint;
import dev.parley.services.ClientSide.Use;
import org.jspecify.annotations.Nullable;

/**
 * What a load is of, as typed: a service, or a tube of a work queue.
 *
 * @param endpoint host, port and transport filled in
 * @param tube null where the service has no tubes
 */
record LoadTarget(Endpoint endpoint, @Nullable TubeEndpoint tube) {
    /** A tube of its own: the messages of a load are nothing for the workers of another. */
    static final String USUAL_TUBE = "parley-load";

    static LoadTarget parse(String text) {
        if (!TubeEndpoint.names(text)) {
            return new LoadTarget(Endpoints.completeForClient(text, Use.LOAD, Use.TUBES), null);
        }
        TubeEndpoint typed = TubeEndpoint.parse(text, "load");
        TubeEndpoint tube = typed.named() ? typed : new TubeEndpoint(typed.server(), USUAL_TUBE, false);
        return new LoadTarget(typed.server(), tube);
    }
}
