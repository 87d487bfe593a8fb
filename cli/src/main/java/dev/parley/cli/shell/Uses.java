package dev.parley.cli.shell;

import dev.parley.core.Endpoint;
import dev.parley.services.Catalog;
import dev.parley.services.ClientSide.Use;
import dev.parley.services.ServiceType;
import java.util.stream.Collectors;

/** Which commands suit which services. */
public final class Uses {
    private Uses() {}

    /**
     * The service of an endpoint.
     *
     * @param command the name of the command that needs the use
     * @throws Failure when the service is not used that way
     */
    public static ServiceType<?, ?> require(Endpoint endpoint, Use use, String command) {
        ServiceType<?, ?> type = Endpoints.service(endpoint);
        if (!type.suits(use)) {
            throw new Failure(ExitCode.USAGE, refusal(type, use, command));
        }
        return type;
    }

    private static String refusal(ServiceType<?, ?> type, Use use, String command) {
        String name = type.name();
        boolean store = type.suits(Use.STORE) || type.suits(Use.TUBES);
        String unsuited = "'parley " + command + "' does not suit the service " + name;
        return switch (use) {
            case SEND -> store ? "use 'parley put' and 'parley get' with a " + name : unsuited;
            case PING -> store ? "a " + name + " would keep the pings; ping a pong or an echo server" : unsuited;
            case LOAD ->
                type.suits(Use.TUBES)
                        ? "a " + name + " is measured alone, in cycles of put, reserve and delete: 'parley load " + name
                                + "'"
                        : store ? "a " + name + " would keep the messages; load an echo or a reverse server" : unsuited;
            case STORE ->
                "'parley " + command + "' requires a " + thoseThatSuit(Use.STORE) + " or " + thoseThatSuit(Use.TUBES)
                        + ", not " + name;
            case TUBES, TIME -> "'parley " + command + "' requires a " + thoseThatSuit(use) + ", not " + name;
            case STOP -> name + " has no remote stop; " + thoseThatSuit(use) + " has";
        };
    }

    /** The names of the services that are used this way: {@code queue}, or {@code queue or shelf}. */
    public static String thoseThatSuit(Use use) {
        return Catalog.all().stream()
                .filter(type -> type.suits(use))
                .map(ServiceType::name)
                .collect(Collectors.joining(" or "));
    }
}
