package dev.parley.result;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/** A result for other programs: HdrHistogram's percentile distribution, and CSV. */
public final class ResultTables {
    private ResultTables() {}

    /** The response times as {@code .hgrm}: value in milliseconds, percentile, count, 1/(1-percentile). */
    public static byte[] hgrm(LoadResult result) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (PrintStream out = new PrintStream(bytes, false, StandardCharsets.UTF_8)) {
            result.measured().response().writeDistribution(out);
        }
        return bytes.toByteArray();
    }

    /** Both clocks and our own lateness, a line a percentile; empty where there are too few samples. */
    public static byte[] csv(LoadResult result) {
        LoadResult.Measured measured = result.measured();
        StringBuilder text = new StringBuilder("percentile,response_ns,service_ns,lateness_ns\n");
        for (Percentile percentile : Percentile.ALL) {
            text.append(percentile.text())
                    .append(',')
                    .append(cell(measured.response(), percentile))
                    .append(',')
                    .append(cell(measured.service(), percentile))
                    .append(',')
                    .append(cell(measured.lateness(), percentile))
                    .append('\n');
        }
        text.append("max,")
                .append(measured.response().maxNanos())
                .append(',')
                .append(measured.service().maxNanos())
                .append(',')
                .append(measured.lateness().maxNanos())
                .append('\n');
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static String cell(LatencyHistogram latencies, Percentile percentile) {
        var nanos = latencies.percentileNanos(percentile.percent());
        return nanos.isPresent() ? Long.toString(nanos.getAsLong()) : "";
    }
}
