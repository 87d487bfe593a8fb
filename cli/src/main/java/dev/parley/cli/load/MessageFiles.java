package dev.parley.cli.load;

import dev.parley.cli.shell.Endpoints;
import dev.parley.cli.shell.ExitCode;
import dev.parley.cli.shell.Failure;
import dev.parley.cli.shell.InputFile;
import dev.parley.core.BufferOutbox;
import dev.parley.core.Codecs;
import dev.parley.core.Deframer;
import dev.parley.core.Endpoint;
import dev.parley.core.Framings;
import dev.parley.core.MessageWriter;
import dev.parley.core.PrintableText;
import dev.parley.core.Protocol;
import dev.parley.core.ProtocolException;
import dev.parley.core.TooLong;
import dev.parley.core.Transport;
import dev.parley.result.NumberText;
import dev.parley.services.ClientSide;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import picocli.CommandLine.Option;

/** Messages of a load that come from files. All are read and framed before anything is sent. */
final class MessageFiles {
    /** All messages are kept in memory, framed, and once more as the replies to expect. */
    private static final int MOST_BYTES = 64 << 20;

    private static final int MOST_MESSAGES = 100_000;

    @Option(
            names = "--messages",
            paramLabel = "PATH",
            description =
                    "send this file, or each file of this folder, as one message each, in turn; may be " + "repeated")
    List<String> files = List.of();

    @Option(
            names = "--lines",
            paramLabel = "FILE",
            description = "send each non-empty line of this file, in turn; may be repeated")
    List<String> lines = List.of();

    boolean given() {
        return !files.isEmpty() || !lines.isEmpty();
    }

    /**
     * Reads and checks them, in the order of the command line, files first.
     *
     * @throws Failure naming the file that cannot be sent, and why
     */
    List<byte[]> read(Endpoint endpoint, Protocol<byte[], byte[]> protocol) {
        Reading reading = new Reading(endpoint, protocol);
        files.forEach(reading::addPath);
        lines.forEach(reading::addLines);
        return reading.messages;
    }

    private static final class Reading {
        private final List<byte[]> messages = new ArrayList<>();
        private final Endpoint endpoint;
        private final ClientSide service;
        private final MessageWriter<byte[]> writer;
        private final BufferOutbox outbox = new BufferOutbox();
        private int leftBytes = MOST_BYTES;

        Reading(Endpoint endpoint, Protocol<byte[], byte[]> protocol) {
            this.endpoint = endpoint;
            this.service = Endpoints.service(endpoint).client();
            this.writer = new MessageWriter<>(protocol.requestFraming(), Codecs.BYTES);
        }

        void addPath(String name) {
            try {
                Path path = Path.of(name);
                if (Files.isDirectory(path)) {
                    addFolder(name, path);
                } else {
                    add("the file '" + PrintableText.of(name) + "'", bytes(name));
                }
            } catch (IOException | InvalidPathException e) {
                throw InputFile.unreadable(name, e);
            }
        }

        /** By name, so that two runs send the same; hidden files and folders in it are not messages. */
        private void addFolder(String name, Path folder) throws IOException {
            List<Path> inIt;
            try (Stream<Path> entries = Files.list(folder)) {
                inIt = entries.filter(Files::isRegularFile)
                        .filter(file -> !file.getFileName().toString().startsWith("."))
                        .sorted()
                        .toList();
            }
            if (inIt.isEmpty()) {
                throw new Failure(ExitCode.FAILED, "the folder '" + PrintableText.of(name) + "' contains no files");
            }
            inIt.forEach(file -> addPath(file.toString()));
        }

        void addLines(String name) {
            ByteBuffer rest = ByteBuffer.wrap(bytes(name));
            Deframer deframer = Framings.LINE.newDeframer(MOST_BYTES, TooLong.REJECT);
            int before = messages.size();
            int number = 0;
            try {
                while (rest.hasRemaining()) {
                    ByteBuffer line = deframer.next(rest);
                    if (line == null) {
                        line = deframer.end(rest);
                    }
                    number++;
                    if (line != null && line.hasRemaining()) {
                        byte[] message = new byte[line.remaining()];
                        line.get(message);
                        add("line " + number + " of '" + PrintableText.of(name) + "'", message);
                    }
                }
            } catch (ProtocolException e) {
                throw InputFile.unreadable(name, e);
            }
            if (messages.size() == before) {
                throw new Failure(ExitCode.FAILED, "the file '" + PrintableText.of(name) + "' has no non-empty lines");
            }
        }

        /** No more than is allowed is read of what may be endless. */
        private byte[] bytes(String name) {
            try (InputStream in = Files.newInputStream(Path.of(name))) {
                byte[] bytes = in.readNBytes(leftBytes + 1);
                if (bytes.length > leftBytes) {
                    throw new Failure(
                            ExitCode.FAILED,
                            "with the file '" + PrintableText.of(name) + "' the messages exceed " + (MOST_BYTES >> 20)
                                    + " MiB");
                }
                leftBytes -= bytes.length;
                return bytes;
            } catch (IOException | InvalidPathException e) {
                throw InputFile.unreadable(name, e);
            }
        }

        private void add(String what, byte[] message) {
            if (message.length == 0) {
                throw new Failure(ExitCode.FAILED, what + " is empty");
            }
            if (service.isStop(message)) {
                throw new Failure(ExitCode.FAILED, what + " is 'stop', which would end the server");
            }
            if (messages.size() == MOST_MESSAGES) {
                throw new Failure(
                        ExitCode.FAILED,
                        what + " exceeds the limit of " + NumberText.count(MOST_MESSAGES) + " messages");
            }
            int framed;
            try {
                writer.write(message, outbox, null);
                framed = outbox.take().remaining();
            } catch (IllegalArgumentException e) {
                throw new Failure(ExitCode.FAILED, what + " cannot be sent: " + e.getMessage());
            }
            if (endpoint.isDatagram() && framed > Transport.LONGEST_DATAGRAM_BYTES) {
                throw new Failure(
                        ExitCode.FAILED,
                        what + " does not fit in a datagram: " + framed + " bytes, at most "
                                + Transport.LONGEST_DATAGRAM_BYTES);
            }
            messages.add(message);
        }
    }
}
