package dev.parley.cli.control;

import dev.parley.core.ProtocolException;
import java.io.IOException;

/** A way to a server that is to be controlled. */
interface ControlChannel {
    /**
     * Has it do something; blocks until it answers.
     *
     * @param argument empty when there is none
     * @throws IOException when there is no server, or no answer
     * @throws dev.parley.cli.shell.Failure when it refuses to be controlled in this way
     */
    ControlAnswer call(Action action, String argument) throws IOException, ProtocolException;
}
