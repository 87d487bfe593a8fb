package dev.parley.engine.jdk;

import dev.parley.core.Delivery;
import dev.parley.core.Outbox;
import dev.parley.engine.ServerListener;
import dev.parley.engine.SocketPeer;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import org.jspecify.annotations.Nullable;

/** Sends each committed message as a datagram at once. What the system does not take is lost, as datagrams may be. */
final class DatagramOutbox implements Outbox {
    private static final System.Logger LOG = System.getLogger("dev.parley.engine");

    private final DatagramChannel channel;
    private final SocketPeer peer;
    private final ServerListener listener;
    private ByteBuffer message = ByteBuffer.allocate(0);

    DatagramOutbox(DatagramChannel channel, SocketPeer peer, ServerListener listener) {
        this.channel = channel;
        this.peer = peer;
        this.listener = listener;
    }

    @Override
    public ByteBuffer room(int bytes) {
        message = ByteBuffer.allocate(bytes);
        return message;
    }

    @Override
    public void commit(@Nullable Delivery delivery) {
        boolean sent = send(message.flip());
        message = ByteBuffer.allocate(0);
        if (delivery != null) {
            if (sent) {
                delivery.delivered();
            } else {
                delivery.lost();
            }
        }
    }

    private boolean send(ByteBuffer datagram) {
        int size = datagram.remaining();
        try {
            // An empty datagram is sent too, and the channel then answers 0 as it does when its buffer is full.
            boolean sent = channel.send(datagram, peer.socketAddress()) == size;
            if (sent) {
                listener.transferred(peer, 0, 0, size);
            }
            return sent;
        } catch (IOException e) {
            LOG.log(System.Logger.Level.DEBUG, "a reply of " + size + " bytes was not sent: " + e.getMessage());
            return false;
        }
    }

    @Override
    public int unsentBytes() {
        return 0;
    }
}
