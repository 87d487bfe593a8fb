package dev.parley.engine;

import dev.parley.core.Endpoint;
import dev.parley.core.UnixPath;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;

/**
 * The file by which a Unix socket is found.
 *
 * <p>The system makes it with all permissions that the process' umask leaves, which Java cannot change, and a moment before anybody
 * listens. So it is made in a directory that nobody else can enter, and gets its name when its permissions are set and the socket
 * listens: nobody connects whom they do not let in, and a file on which nobody listens was left behind by a server that died. The
 * system's tools go on showing the name with which it was made.
 *
 * <pre>
 *   name is free --------------------------------------------> linked, which fails if there is a file by now
 *   no socket: refused, left as it is                            ^
 *   socket, somebody listens: refused                            |
 *   socket, nobody listens --> deleted by one server at a time ---'
 * </pre>
 *
 * At the end the file is deleted, if it is still the one that was made here.
 */
final class SocketFile {
    private static final System.Logger LOG = System.getLogger("dev.parley.engine");
    private static final int KIND_OF_FILE = 0170000;
    private static final int SOCKET = 0140000;
    private static final int NAMES = 36 * 36 * 36 * 36 * 36;
    private static final Set<PosixFilePermission> OWNER_ALONE = PosixFilePermissions.fromString("rwx------");

    private final Path path;
    /** Device and inode: the file itself, whatever its name. */
    private final Object key;

    private SocketFile(Path path, Object key) {
        this.path = path;
        this.key = key;
    }

    /**
     * Binds the channel to a new file.
     *
     * @param endpoint of a Unix socket
     * @throws ListenException when the name is taken or cannot be had; then there is no new file
     */
    static SocketFile bind(
            ServerSocketChannel channel, Endpoint endpoint, int backlog, Set<PosixFilePermission> permissions)
            throws IOException {
        Path path = Path.of(((UnixPath) endpoint.address()).path());
        try {
            makeWay(endpoint, path);
            return bind(channel, path, backlog, permissions);
        } catch (ListenException e) {
            throw e;
        } catch (IOException e) {
            throw ListenException.ofFile(endpoint, path, e);
        }
    }

    private static SocketFile bind(
            ServerSocketChannel channel, Path path, int backlog, Set<PosixFilePermission> permissions)
            throws IOException {
        Path room = beside(path);
        Files.createDirectory(room, PosixFilePermissions.asFileAttribute(OWNER_ALONE));
        Path made = room.resolve(path.getFileName());
        if (made.toString().getBytes(StandardCharsets.UTF_8).length > UnixPath.LONGEST_BYTES) {
            made = room.resolve("s");
        }
        try {
            channel.bind(UnixDomainSocketAddress.of(made), backlog);
            Files.setPosixFilePermissions(made, permissions);
            SocketFile file = new SocketFile(path, keyOf(made));
            Files.createLink(path, made); // a rename would replace what another server has made meanwhile
            return file;
        } finally {
            Files.deleteIfExists(made);
            Files.delete(room);
        }
    }

    private static Path beside(Path path) {
        String name = Integer.toString(ThreadLocalRandom.current().nextInt(NAMES), 36);
        return path.resolveSibling(".p" + name);
    }

    /** Two servers that start at once must not take a socket that the other has just made for the dead one that both have seen. */
    private static void makeWay(Endpoint endpoint, Path path) throws IOException {
        try {
            requireStale(endpoint, path);
            try (ReplacementLock _ = ReplacementLock.of(path)) {
                requireStale(endpoint, path);
                Files.delete(path);
            }
        } catch (NoSuchFileException e) {
            LOG.log(System.Logger.Level.DEBUG, "the name is free", e);
        }
    }

    /** @throws NoSuchFileException when there is no file */
    private static void requireStale(Endpoint endpoint, Path path) throws IOException {
        if (!isSocket(path)) {
            throw ListenException.notASocket(endpoint, path);
        }
        if (listens(path)) {
            throw ListenException.taken(endpoint);
        }
    }

    private static boolean isSocket(Path path) throws IOException {
        int mode = (int) Files.getAttribute(path, "unix:mode", LinkOption.NOFOLLOW_LINKS);
        return (mode & KIND_OF_FILE) == SOCKET;
    }

    /** Does not block: a server whose queue of connections is full listens too. */
    private static boolean listens(Path path) throws IOException {
        try (SocketChannel probe = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            probe.configureBlocking(false);
            probe.connect(UnixDomainSocketAddress.of(path));
            return true;
        } catch (ConnectException e) {
            return false;
        } catch (SocketException e) { // also one that takes no streams
            if (Files.notExists(path, LinkOption.NOFOLLOW_LINKS)) {
                throw new NoSuchFileException(path.toString());
            }
            if (ListenException.isPermission(e)) {
                throw e;
            }
            return true;
        }
    }

    private static Object keyOf(Path path) throws IOException {
        return Objects.requireNonNull(Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
                .fileKey());
    }

    /** Deletes it, unless its name is another's by now. To be called while the socket listens, so that nobody may have taken the name from it. */
    void delete() {
        try {
            if (keyOf(path).equals(key)) {
                Files.delete(path);
            }
        } catch (NoSuchFileException e) {
            LOG.log(System.Logger.Level.DEBUG, "deleted already", e);
        } catch (IOException e) {
            LOG.log(System.Logger.Level.WARNING, "the socket " + path + " stays behind: " + e.getMessage());
        }
    }
}
