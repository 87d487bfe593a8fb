package dev.parley.cli.queue;

import dev.parley.cli.shell.ExitCode;
import dev.parley.cli.testing.OriginalBeanstalkd;
import dev.parley.cli.testing.ParleyProcess;
import dev.parley.cli.testing.Transcript;
import dev.parley.core.Endpoint;
import java.util.ArrayList;
import java.util.List;

/** A server with a tube for each test of {@code work}, and the commands that tests give. */
final class WorkServer implements AutoCloseable {
    private final ParleyProcess parley = ParleyProcess.serve("beanstalk://:0");
    private int tubes;

    interface Check {
        void on(String tube) throws Exception;
    }

    Endpoint endpoint() {
        return parley.endpoint();
    }

    /** A new one. */
    String tube() {
        return parley.endpoint() + "/work-" + tubes++;
    }

    @Override
    public void close() {
        parley.close();
    }

    static void put(String tube, String... more) {
        List<String> words = new ArrayList<>(List.of("put", tube));
        words.addAll(List.of(more));
        Transcript.of(words.toArray(String[]::new)).exits(ExitCode.OK);
    }

    static ParleyProcess work(String tube, String... more) {
        List<String> words = new ArrayList<>(List.of("work", tube));
        words.addAll(List.of(more));
        return ParleyProcess.start(words.toArray(String[]::new));
    }

    static String stats(String tube) {
        return Transcript.of("queue", "stats", tube, "--json").out();
    }

    /**
     * With a server that has had no message yet.
     *
     * @param name {@code parley} or {@code beanstalkd}
     */
    static void withServer(String name, Check check) throws Exception {
        if (name.equals("parley")) {
            try (ParleyProcess fresh = ParleyProcess.serve("beanstalk://:0")) {
                check.on(fresh.endpoint() + "/mail");
            }
            return;
        }
        try (OriginalBeanstalkd original = OriginalBeanstalkd.start()) {
            check.on(original.endpoint() + "/mail");
        }
    }
}
