package dev.parley.cli.testing;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The original program, where it is installed: else the test that needs it is skipped. */
public record OriginalBeanstalkd(ChildProgram program, int port) implements AutoCloseable {
    private static final Path PROGRAM = Path.of("/usr/bin/beanstalkd");

    public static OriginalBeanstalkd start() throws IOException {
        assumeTrue(Files.isExecutable(PROGRAM), "there is no beanstalkd");
        int port = FreePort.of("tcp");
        ChildProgram program =
                ChildProgram.start(List.of(PROGRAM.toString(), "-l", "127.0.0.1", "-p", Integer.toString(port)));
        await().ignoreExceptions().until(() -> {
            new Socket(InetAddress.getLoopbackAddress(), port).close();
            return true;
        });
        return new OriginalBeanstalkd(program, port);
    }

    /** Without a tube. */
    public String endpoint() {
        return "beanstalk://127.0.0.1:" + port;
    }

    @Override
    public void close() {
        program.close();
    }
}
