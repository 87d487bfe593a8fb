package dev.parley.load;

import dev.parley.result.JsonDocument;
import dev.parley.result.LoadResult;
import dev.parley.result.ResultDocument;
import java.util.ArrayList;
import java.util.List;

/**
 * The document of {@code parley load --bandwidth B,B,... --json}: a load for each bandwidth, in their order.
 * docs/schema/parley-bandwidth-1.json defines what each name means. A reader must ignore unknown names.
 */
public record BandwidthDocument(String schema, int schemaVersion, List<StepPart> steps) {
    /** Raised when a name changes its meaning or goes away. */
    public static final int SCHEMA_VERSION = 1;

    private static final String SCHEMA = "parley-bandwidth";

    public BandwidthDocument {
        steps = List.copyOf(steps);
    }

    /** One bandwidth, and what became of it. */
    public record StepPart(
            double askedBytesPerSecond,
            double sentBytesPerSecond,
            double receivedBytesPerSecond,
            double lostShare,
            ResultDocument result) {}

    /**
     * Results as a document.
     *
     * @param bytesPerSecond asked for, one for each result or more
     */
    public static BandwidthDocument of(List<Double> bytesPerSecond, List<LoadResult> results) {
        List<StepPart> steps = new ArrayList<>();
        for (int i = 0; i < results.size(); i++) {
            LoadResult.Measured measured = results.get(i).measured();
            long requests = measured.response().count();
            steps.add(new StepPart(
                    bytesPerSecond.get(i),
                    measured.bytesSentPerSecond(),
                    measured.bytesReceivedPerSecond(),
                    requests == 0 ? 0 : (double) measured.unanswered() / requests,
                    ResultDocument.of(results.get(i))));
        }
        return new BandwidthDocument(SCHEMA, SCHEMA_VERSION, steps);
    }

    /** UTF-8, with a line end. */
    public byte[] toJson() {
        return JsonDocument.of(this);
    }
}
