package dev.parley.cli.serve;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ProtocolFamily;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.DatagramChannel;
import java.nio.channels.NetworkChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A socket that this process was started with, of which it knows the number alone. Calls of Linux' C library, on one thread, before there
 * are others.
 *
 * <p>The JDK makes no channel of a number. So it opens one, somewhere on the loopback address, and dup2(2) puts the socket into its place:
 *
 * <pre>
 *   before   3 -> what the manager bound    17 -> the channel's own, bound to 127.0.0.1:43210
 *   dup2(3, 17), close(3)
 *   after                                   17 -> what the manager bound
 * </pre>
 *
 * The channel goes on believing that it listens on 127.0.0.1:43210; all else that it does, it does with the number.
 *
 * @param address where it is bound
 * @param datagrams true on UDP
 * @param listening true if connections can be accepted
 */
record InheritedSocket(
        int descriptor, ProtocolFamily family, SocketAddress address, boolean datagrams, boolean listening) {
    private static final int AF_UNIX = 1;
    private static final int AF_INET = 2;
    private static final int AF_INET6 = 10;
    private static final int SOL_SOCKET = 1;
    private static final int SO_TYPE = 3;
    private static final int SO_ACCEPTCONN = 30;
    private static final int SOCK_STREAM = 1;
    private static final int SOCK_DGRAM = 2;
    /** {@code sockaddr_storage}; a family of two bytes, then a port of two, or a path. */
    private static final int MOST_ADDRESS_BYTES = 128;

    private static final int FAMILY_BYTES = 2;
    private static final int INET_OFFSET = 4;
    private static final int INET_BYTES = 4;
    private static final int INET6_OFFSET = 8;
    private static final int INET6_BYTES = 16;

    private static final FunctionDescriptor OF_TWO_NUMBERS = FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT);
    private static final MethodHandle GETSOCKNAME =
            CLibrary.function("getsockname", FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS, ADDRESS));
    private static final MethodHandle GETSOCKOPT = CLibrary.function(
            "getsockopt", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS, ADDRESS));
    private static final MethodHandle DUP2 = CLibrary.function("dup2", OF_TWO_NUMBERS);
    private static final MethodHandle CLOSE = CLibrary.function("close", FunctionDescriptor.of(JAVA_INT, JAVA_INT));

    /** What this descriptor is; empty if it is no socket of a kind that Parley serves on. */
    static Optional<InheritedSocket> of(int descriptor) {
        int type = option(descriptor, SO_TYPE);
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment name = arena.allocate(MOST_ADDRESS_BYTES, Long.BYTES);
            MemorySegment length = arena.allocateFrom(JAVA_INT, MOST_ADDRESS_BYTES);
            if ((int) GETSOCKNAME.invokeExact(descriptor, name, length) != 0) {
                return Optional.empty();
            }
            ProtocolFamily family = family(name);
            SocketAddress address = family == null ? null : address(family, name, length.get(JAVA_INT, 0));
            boolean datagrams = type == SOCK_DGRAM && family != StandardProtocolFamily.UNIX;
            return family == null || address == null || !(datagrams || type == SOCK_STREAM)
                    ? Optional.empty()
                    : Optional.of(new InheritedSocket(
                            descriptor, family, address, datagrams, option(descriptor, SO_ACCEPTCONN) == 1));
        } catch (Throwable e) { // as a method handle declares it
            throw CLibrary.failed(e);
        }
    }

    private static @Nullable ProtocolFamily family(MemorySegment name) {
        return switch (name.get(JAVA_SHORT, 0)) {
            case AF_UNIX -> StandardProtocolFamily.UNIX;
            case AF_INET -> StandardProtocolFamily.INET;
            case AF_INET6 -> StandardProtocolFamily.INET6;
            default -> null;
        };
    }

    private static @Nullable SocketAddress address(ProtocolFamily family, MemorySegment name, int length)
            throws IOException {
        if (family == StandardProtocolFamily.UNIX) {
            byte[] path = name.asSlice(FAMILY_BYTES, length - FAMILY_BYTES).toArray(JAVA_BYTE);
            String text = new String(path, UTF_8);
            int end = text.indexOf('\0');
            String file = end < 0 ? text : text.substring(0, end);
            return file.isEmpty() ? null : UnixDomainSocketAddress.of(file); // else without a file
        }
        boolean six = family == StandardProtocolFamily.INET6;
        byte[] host = name.asSlice(six ? INET6_OFFSET : INET_OFFSET, six ? INET6_BYTES : INET_BYTES)
                .toArray(JAVA_BYTE);
        int high = Byte.toUnsignedInt(name.get(JAVA_BYTE, FAMILY_BYTES));
        int low = Byte.toUnsignedInt(name.get(JAVA_BYTE, FAMILY_BYTES + 1));
        return new InetSocketAddress(InetAddress.getByAddress(host), (high << Byte.SIZE) | low);
    }

    private static int option(int descriptor, int option) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment value = arena.allocateFrom(JAVA_INT, 0);
            MemorySegment length = arena.allocateFrom(JAVA_INT, Integer.BYTES);
            int result = (int) GETSOCKOPT.invokeExact(descriptor, SOL_SOCKET, option, value, length);
            return result == 0 ? value.get(JAVA_INT, 0) : -1;
        } catch (Throwable e) { // as a method handle declares it
            throw CLibrary.failed(e);
        }
    }

    /** A channel of it, which owns it from now on. */
    NetworkChannel adopt() throws IOException {
        NetworkChannel channel = datagrams ? DatagramChannel.open(family) : ServerSocketChannel.open(family);
        try {
            int place = descriptorOf(channel);
            if ((int) DUP2.invokeExact(descriptor, place) != place || (int) CLOSE.invokeExact(descriptor) != 0) {
                throw new IOException("descriptor " + descriptor + " cannot be taken over");
            }
            return channel;
        } catch (IOException | RuntimeException | Error e) {
            channel.close();
            throw e;
        } catch (Throwable e) { // as a method handle declares it
            throw CLibrary.failed(e);
        }
    }

    /** The number of this channel, found by the address that no other socket has. */
    private int descriptorOf(NetworkChannel channel) throws IOException {
        channel.bind(
                family == StandardProtocolFamily.UNIX
                        ? null // a file of its own
                        : new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0));
        SocketAddress own = channel.getLocalAddress();
        if (own instanceof UnixDomainSocketAddress file) {
            Files.delete(file.getPath());
        }
        try (DirectoryStream<Path> descriptors = Files.newDirectoryStream(Path.of("/proc/self/fd"))) {
            for (Path number : descriptors) {
                int found = Integer.parseInt(number.getFileName().toString());
                boolean same = of(found)
                        .filter(socket -> socket.address.equals(own) && socket.datagrams == datagrams)
                        .isPresent();
                if (same) {
                    return found;
                }
            }
        }
        throw new IOException("no descriptor has a socket on " + own);
    }
}
