package dev.parley.cli.queue;

import java.time.Duration;

/** A duration in a narrow column: its two largest units, {@code 350ms}, {@code 45s}, {@code 4m05s}, {@code 3h12m}, {@code 12d07h}. */
final class ShortSpan {
    private ShortSpan() {}

    static String of(Duration duration) {
        if (duration.toSeconds() == 0 && !duration.isZero()) {
            return duration.toMillis() + "ms";
        }
        if (duration.toMinutes() == 0) {
            return duration.toSeconds() + "s";
        }
        if (duration.toHours() == 0) {
            return duration.toMinutes() + "m" + two(duration.toSecondsPart()) + "s";
        }
        return duration.toDays() == 0
                ? duration.toHours() + "h" + two(duration.toMinutesPart()) + "m"
                : duration.toDays() + "d" + two(duration.toHoursPart()) + "h";
    }

    private static String two(int number) {
        return number < 10 ? "0" + number : Integer.toString(number);
    }
}
