package dev.parley.engine;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * What runs sessions on sockets and threads. Engines are interchangeable: the same contract suite defines what each must
 * do, and only which client waits for which differs.
 */
public interface Engine {
    /** As the command line names it; {@link EngineType#name}. */
    String name();

    /** Why this engine cannot serve that, as a sentence for a person; null when it can. */
    @Nullable
    String reasonUnsupported(ServerSpec spec);

    /**
     * Binds and begins to serve; returns when the listener is up. A failed start leaves nothing open.
     *
     * @throws ListenException when the address cannot be listened on
     * @throws IllegalArgumentException with {@link #reasonUnsupported}
     */
    RunningServer start(ServerSpec spec) throws IOException;
}
