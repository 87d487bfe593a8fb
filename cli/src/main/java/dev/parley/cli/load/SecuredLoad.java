package dev.parley.cli.load;

import dev.parley.cli.shell.ClientTlsOptions;
import dev.parley.cli.shell.Console;
import dev.parley.client.Client;
import dev.parley.client.ClientOptions;
import dev.parley.core.Endpoint;
import dev.parley.load.LoadSpec;
import java.io.IOException;
import javax.net.ssl.SSLContext;

/** A load on TLS. */
final class SecuredLoad {
    private SecuredLoad() {}

    /**
     * The same load on TLS, where its endpoint has it. Connects to each server once, so that a server that is not to be trusted ends it in one line
     * instead of refusing its connections one by one; blocks.
     *
     * @throws dev.parley.cli.shell.Failure when the options do not fit the endpoint, or a file cannot be used
     * @throws dev.parley.client.CannotConnectException when the server is not there, or not trusted
     */
    static LoadSpec of(LoadSpec spec, ClientTlsOptions tls, Console console) throws IOException {
        SSLContext context = tls.context(spec.endpoint(), console, "load");
        if (context == null) {
            return spec;
        }
        ClientOptions options =
                ClientOptions.DEFAULT.withTimeout(spec.replyTimeout()).withTls(context);
        for (Endpoint server : spec.servers()) {
            Client.connect(server, spec.protocol(), options).close();
        }
        return spec.withTls(context);
    }
}
