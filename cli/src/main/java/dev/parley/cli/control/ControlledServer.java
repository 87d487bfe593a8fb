package dev.parley.cli.control;

import dev.parley.cli.shell.LogLevel;

/**
 * A server that can be controlled while it runs. Each action says in a sentence what it did, or throws a {@link
 * ControlFailureException}. Any thread; may block for a few seconds.
 */
public interface ControlledServer {
    /** How it is. Changes nothing. */
    ServerStatus status();

    /** It takes no new clients, and says that it is not ready. */
    String drain() throws ControlFailureException;

    /** It takes new clients again. */
    String undrain() throws ControlFailureException;

    /** What a stop will do, which {@link #beginStop} begins. */
    String stop() throws ControlFailureException;

    /** Begins the end, as SIGTERM does. Never blocks. */
    void beginStop();

    /** Reads settings and certificates anew, as SIGHUP does. */
    String reload() throws ControlFailureException;

    /** Logs so much from now on. */
    String logLevel(LogLevel level) throws ControlFailureException;

    /** Sets these faults where they are to be, instead of those that are set there. */
    String faults(FaultWords words) throws ControlFailureException;

    /** Ends the conversations with this peer. */
    String kick(PeerAddress address) throws ControlFailureException;
}
