package dev.parley.admin;

import io.prometheus.metrics.expositionformats.ExpositionFormatWriter;
import io.prometheus.metrics.expositionformats.ExpositionFormats;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** All metrics, in the format that the client asks for: Prometheus' text, OpenMetrics. */
public record MetricsPage(PrometheusRegistry registry) implements Page {
    private static final ExpositionFormats FORMATS = ExpositionFormats.init();

    /** Those that are not zero, a line each, without the buckets of histograms. */
    public List<String> lines() throws IOException {
        return new String(answer(new Request("", "")).body(), StandardCharsets.UTF_8)
                .lines()
                .filter(line -> !line.startsWith("#") && !line.contains("_bucket{") && !line.endsWith(" 0.0"))
                .toList();
    }

    @Override
    public Answer answer(Request request) throws IOException {
        ExpositionFormatWriter writer = FORMATS.findWriter(request.accept());
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        writer.write(out, registry.scrape());
        return new Answer(Answer.OK, writer.getContentType(), out.toByteArray());
    }
}
