package dev.parley.engine.jdk;

import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.channels.SocketChannel;

/** Accepted channels before a conversation owns them. */
final class AcceptedChannels {
    private static final System.Logger LOG = System.getLogger("dev.parley.engine");

    private AcceptedChannels() {}

    /** Closes the channel: the client is gone already, or the service cannot be opened for it, which is then an error to log. */
    static void neverBegan(SocketChannel channel, Throwable why) {
        LOG.log(
                why instanceof IOException ? System.Logger.Level.DEBUG : System.Logger.Level.ERROR,
                "a conversation that never began",
                why);
        refuse(channel);
    }

    /** Refuses the client, which sees a reset where there is one: the end of the stream could pass for a reply. */
    static void refuse(SocketChannel channel) {
        try {
            channel.setOption(StandardSocketOptions.SO_LINGER, 0);
        } catch (IOException e) {
            LOG.log(System.Logger.Level.DEBUG, "an accepted channel that is gone", e);
        }
        try {
            channel.close();
        } catch (IOException e) {
            LOG.log(System.Logger.Level.DEBUG, "closing an accepted channel", e);
        }
    }
}
