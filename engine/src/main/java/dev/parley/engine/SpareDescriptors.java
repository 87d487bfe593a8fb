package dev.parley.engine;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * A few descriptors that this process holds and does not use, so that it can give them back when it has no other left. Without
 * them clients take the very last, and then everything fails that needs one for a moment: loading a class (for good: a class
 * that once failed to load where it is used is not looked for there again), the time zones of a log line, a file of a store,
 * an operator who asks how the server is.
 *
 * <p>The limit is one of the process, and so are these: all servers share them. From any thread.
 */
final class SpareDescriptors {
    private static final System.Logger LOG = System.getLogger("dev.parley.engine");
    private static final Path SOURCE = Path.of("/dev/null");
    private static final int COUNT = 8;

    private static final Deque<Closeable> KEPT = new ArrayDeque<>();
    /** How many there could be at first: none where there is no such file. */
    private static final int WANTED = open(COUNT);
    /** Read before each accept. */
    private static volatile boolean given;

    private SpareDescriptors() {}

    /** Keeps them from now on, if they are not kept yet. */
    static void keep() {
        haveAll();
    }

    /** Gives them back to the process. */
    static void give() {
        synchronized (KEPT) {
            given = WANTED > 0;
            closeTo(0);
        }
    }

    /**
     * Takes them again if they were given, as far as there is one more, for a client. False when there is none: clients must
     * not have what is left.
     */
    static boolean haveAll() {
        if (!given) {
            return true;
        }
        synchronized (KEPT) {
            given = open(WANTED + 1 - KEPT.size()) <= WANTED;
            closeTo(given ? 0 : WANTED); // or those just taken would be the last ones
            return !given;
        }
    }

    /** Closes those beyond so many. */
    private static void closeTo(int left) {
        synchronized (KEPT) {
            while (KEPT.size() > left) {
                try {
                    KEPT.pop().close();
                } catch (IOException e) {
                    LOG.log(System.Logger.Level.DEBUG, "giving a descriptor back", e);
                }
            }
        }
    }

    /** How many are kept then. */
    private static int open(int more) {
        synchronized (KEPT) {
            try {
                for (int i = 0; i < more; i++) {
                    KEPT.push(FileChannel.open(SOURCE, StandardOpenOption.READ));
                }
            } catch (IOException e) { // no such file here, or no descriptor now
                LOG.log(System.Logger.Level.DEBUG, "keeping descriptors", e);
            }
            return KEPT.size();
        }
    }
}
