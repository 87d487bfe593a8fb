package dev.parley.testkit;

import dev.parley.core.Transport;
import dev.parley.engine.Engine;

/** What the contracts on streams share: the engine under test, and what its clients come through. */
public interface StreamContract {
    /** The engine under test; a new one each time will do. */
    Engine engine();

    /** TCP, or {@link Transport#UNIX}. */
    default Transport streams() {
        return Transport.TCP;
    }

    /** What a client sees where a conversation does not end normally: on a Unix socket there is no other end. */
    default String brokenOff() {
        return streams() == Transport.UNIX ? "<end>" : "<reset>";
    }
}
