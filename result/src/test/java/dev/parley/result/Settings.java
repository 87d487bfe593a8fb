package dev.parley.result;

import java.time.Duration;

/** Settings and an environment for tests, of loads that never ran. */
final class Settings {
    static final Environment ENVIRONMENT =
            new Environment("a cpu", 2, "a kernel", "a jdk", "test", "a test", "scripted");

    private Settings() {}

    /** A closed loop of one client, half a second long. */
    static Setting echo(int port) {
        return new Setting(
                "echo+tcp://127.0.0.1:" + port,
                "len8",
                ScheduleKind.CLOSED,
                "closed loop",
                1,
                1,
                1,
                "64 bytes",
                Duration.ZERO,
                Duration.ofSeconds(10),
                Duration.ofMillis(500),
                0,
                Duration.ofSeconds(2),
                true,
                false);
    }
}
