package dev.parley.cli.serve;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/**
 * A Unix datagram socket that sends to one address; the JDK has none. Three calls of Linux' C library. Safe for any thread; never blocks.
 *
 * <p>It stays open until it is closed: what is sent last must not need a descriptor that is not to be had.
 */
final class NotifySocket implements AutoCloseable {
    private static final short AF_UNIX = 1;
    private static final int SOCK_DGRAM_CLOEXEC = 2 | 0x80000;
    private static final int MSG_DONTWAIT_NOSIGNAL = 0x40 | 0x4000;
    /** {@code sockaddr_un}: a family of two bytes, a path of 108 at most. */
    private static final int FAMILY_BYTES = 2;

    private static final int MOST_PATH_BYTES = 107;
    private static final int CLOSED = -1;

    private final MethodHandle sendto;
    private final MethodHandle close;
    private final MemorySegment address;
    /** Behind this object's monitor: a number that was closed may be another file's. */
    private int descriptor;

    private NotifySocket(MethodHandle sendto, MethodHandle close, MemorySegment address, int descriptor) {
        this.sendto = sendto;
        this.close = close;
        this.address = address;
        this.descriptor = descriptor;
    }

    /**
     * A socket.
     *
     * @param path absolute, or {@code @name} for one without a file; who listens there is seen when something is sent
     * @throws IllegalArgumentException if there can be no such path
     * @throws IllegalStateException if there are no sockets, or none is left
     */
    static NotifySocket open(String path) {
        MemorySegment address = address(path);
        MethodHandle socket =
                CLibrary.function("socket", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT));
        MethodHandle sendto = CLibrary.function(
                "sendto", FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT, ADDRESS, JAVA_INT));
        MethodHandle close = CLibrary.function("close", FunctionDescriptor.of(JAVA_INT, JAVA_INT));
        int descriptor;
        try {
            descriptor = (int) socket.invokeExact((int) AF_UNIX, SOCK_DGRAM_CLOEXEC, 0);
        } catch (Throwable e) { // as a method handle declares it
            throw CLibrary.failed(e);
        }
        if (descriptor < 0) {
            throw new IllegalStateException("no socket could be opened");
        }
        return new NotifySocket(sendto, close, address, descriptor);
    }

    private static MemorySegment address(String path) {
        byte[] bytes = path.getBytes(UTF_8);
        if (bytes.length > MOST_PATH_BYTES || !(path.startsWith("/") || path.startsWith("@"))) {
            throw new IllegalArgumentException(
                    "neither an absolute path of at most " + MOST_PATH_BYTES + " bytes nor @name: '" + path + "'");
        }
        if (path.startsWith("@")) {
            bytes[0] = 0;
        }
        // Neither a path nor a name without a file needs a zero byte behind it: the address ends there.
        MemorySegment address = Arena.ofAuto().allocate(FAMILY_BYTES + (long) bytes.length, Short.BYTES);
        address.set(JAVA_SHORT, 0, AF_UNIX);
        MemorySegment.copy(bytes, 0, address, JAVA_BYTE, FAMILY_BYTES, bytes.length);
        return address;
    }

    /** Sends this as one datagram. Gives false where it was not taken: nobody listens, or what was sent before has not been read. */
    synchronized boolean send(String text) {
        byte[] bytes = text.getBytes(UTF_8);
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment data = arena.allocateFrom(JAVA_BYTE, bytes);
            long sent = (long) sendto.invokeExact(
                    descriptor, data, (long) bytes.length, MSG_DONTWAIT_NOSIGNAL, address, (int) address.byteSize());
            return sent == bytes.length;
        } catch (Throwable e) { // as a method handle declares it
            throw CLibrary.failed(e);
        }
    }

    /** What is sent afterwards is not taken. */
    @Override
    public synchronized void close() {
        int open = descriptor;
        descriptor = CLOSED;
        if (open != CLOSED) {
            try {
                int _ = (int) close.invokeExact(open);
            } catch (Throwable e) { // as a method handle declares it
                throw CLibrary.failed(e);
            }
        }
    }
}
