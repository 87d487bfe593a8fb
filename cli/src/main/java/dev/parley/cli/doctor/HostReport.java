package dev.parley.cli.doctor;

import java.util.List;
import java.util.Optional;

/**
 * What {@code doctor --json} prints: all facts in one object, whose names are the components of these records.
 *
 * @param limited how many facts limit a measurement
 */
record HostReport(String kind, long limited, List<Fact> facts) {
    /**
     * One of them.
     *
     * @param judgement {@code ok}, {@code limits} or {@code unknown}
     * @param advice what to do about a limit; empty where there is none
     */
    record Fact(String name, String value, String judgement, Optional<String> advice) {
        static Fact of(HostCheck check) {
            String judgement =
                    check.advice() != null ? "limits" : check.value().endsWith(HostCheck.UNKNOWN) ? "unknown" : "ok";
            return new Fact(check.name(), check.value(), judgement, Optional.ofNullable(check.advice()));
        }
    }

    static HostReport of(List<HostCheck> checks) {
        return new HostReport(
                "host",
                checks.stream().filter(check -> check.advice() != null).count(),
                checks.stream().map(Fact::of).toList());
    }
}
