package dev.parley.admin;

import java.net.InetSocketAddress;

/** What an {@link AdminServer} lets those do who have its token. Each method is called on a thread of its own for each request. */
public interface Controls {
    /**
     * What became of a request.
     *
     * @param afterwards done once the answer is sent, or cannot be
     */
    record Done(Page.Answer answer, Runnable afterwards) {}

    /**
     * Does it; may block for a moment.
     *
     * @param client that asks for it
     * @param action the last word of the path
     * @param argument the body; empty when there is none
     */
    Done act(InetSocketAddress client, String action, String argument);

    /**
     * A request was refused, and nothing was done.
     *
     * @param action the last word of the path, whatever it is
     */
    void refused(InetSocketAddress client, String action, String reason);
}
