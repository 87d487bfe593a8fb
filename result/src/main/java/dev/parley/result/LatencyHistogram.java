package dev.parley.result;

import java.io.PrintStream;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.zip.DataFormatException;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.HistogramIterationValue;
import org.HdrHistogram.PackedHistogram;

/** Times of many requests, as a histogram: three digits each. Filled while a run lasts, then read only. One thread at a time. */
public final class LatencyHistogram {
    /** Samples required above a percentile before it is reported: with fewer it is noise. */
    public static final int SAMPLES_ABOVE = 10;

    /** An hour; what takes longer is recorded as an hour. */
    public static final long LONGEST_NANOS = 3_600_000_000_000L;

    /** Three digits: a percentile is off by at most one part in a thousand. */
    public static final int DIGITS = 3;

    private static final double WHOLE = 100.0;
    /** 99.99 is not a binary fraction: 1 - 0.9999 is a little more than 0.0001. */
    private static final double ROUNDING = 1e-9;

    /** A thousand years at a thousand a second; damaged counts add up to more, or overflow. */
    private static final double MOST_SAMPLES = 1e15;

    private final Histogram histogram;

    /** An empty one: half a megabyte, which any number of samples fit in. */
    public LatencyHistogram() {
        this(new Histogram(LONGEST_NANOS, DIGITS));
    }

    private LatencyHistogram(Histogram histogram) {
        this.histogram = histogram;
    }

    /** A copy that takes only the memory its samples need, for where there are many histograms; slower to record into. */
    public static LatencyHistogram packed(LatencyHistogram other) {
        LatencyHistogram copy = new LatencyHistogram(new PackedHistogram(LONGEST_NANOS, DIGITS));
        copy.add(other);
        return copy;
    }

    /** Adds the samples of a histogram of HdrHistogram, which may be used again afterwards. */
    public void add(Histogram other) {
        histogram.add(other);
    }

    /** Adds the other's samples to these. */
    public void add(LatencyHistogram other) {
        add(other.histogram);
    }

    /** Adds one; what takes longer than an hour is an hour. */
    public void record(long nanos) {
        histogram.recordValue(Math.clamp(nanos, 0, LONGEST_NANOS));
    }

    /**
     * Adds how late a periodic look was. One that was late by more than the time between two looks swallowed the next ones:
     * they are added too, each as late as it would have been.
     */
    public void recordLook(long nanos, long everyNanos) {
        histogram.recordValueWithExpectedInterval(Math.clamp(nanos, 0, LONGEST_NANOS), everyNanos);
    }

    /** Forgets all samples. */
    public void clear() {
        histogram.reset();
    }

    public long count() {
        return histogram.getTotalCount();
    }

    /** The longest, in nanoseconds; 0 when there is none. */
    public long maxNanos() {
        return histogram.getMaxValue();
    }

    /** The longest, in nanoseconds; empty when there is none. */
    public OptionalLong longestNanos() {
        return count() == 0 ? OptionalLong.empty() : OptionalLong.of(maxNanos());
    }

    /** The shortest, in nanoseconds; 0 when there is none. */
    public long minNanos() {
        return count() == 0 ? 0 : histogram.getMinValue();
    }

    /** The arithmetic mean in nanoseconds; 0 when there is none. */
    public double meanNanos() {
        return count() == 0 ? 0 : histogram.getMean();
    }

    /** The standard deviation in nanoseconds, of the samples as they are; 0 when there is none. */
    public double standardDeviationNanos() {
        return count() == 0 ? 0 : histogram.getStdDeviation();
    }

    /** How many samples a percentile needs: 10 above it. */
    public static long samplesNeeded(double percentile) {
        return (long) Math.ceil(SAMPLES_ABOVE / (1 - percentile / WHOLE) * (1 - ROUNDING));
    }

    /** The time that so many percent do not exceed, in nanoseconds; empty when there are too few samples. */
    public OptionalLong percentileNanos(double percentile) {
        return count() < samplesNeeded(percentile)
                ? OptionalLong.empty()
                : OptionalLong.of(histogram.getValueAtPercentile(percentile));
    }

    /** All that are reported, by their texts, in their order; empty where there are too few samples. */
    public Map<String, OptionalLong> percentilesNanos() {
        return percentilesNanos(Percentile.ALL);
    }

    /** The same for these. */
    Map<String, OptionalLong> percentilesNanos(List<Percentile> chosen) {
        Map<String, OptionalLong> percentiles = new LinkedHashMap<>();
        for (Percentile percentile : chosen) {
            percentiles.put(percentile.text(), percentileNanos(percentile.percent()));
        }
        return percentiles;
    }

    /** The same however few samples there are, for judging and not for reports. */
    public long roughPercentileNanos(double percentile) {
        return count() == 0 ? 0 : histogram.getValueAtPercentile(percentile);
    }

    /** Receives a value and how often it was recorded. */
    public interface ValueCount {
        /** Once for each value, in ascending order. */
        void accept(long nanos, long count);
    }

    /** All values that were recorded, ascending, as percentiles report them: the longest of those that are equivalent. */
    public void forEachValue(ValueCount receiver) {
        for (HistogramIterationValue value : histogram.recordedValues()) {
            receiver.accept(value.getValueIteratedTo(), value.getCountAtValueIteratedTo());
        }
    }

    /** HdrHistogram's own compressed form in Base64, so that results can be merged without averaging percentiles. */
    public String encoded() {
        ByteBuffer buffer = ByteBuffer.allocate(histogram.getNeededByteBufferCapacity());
        int size = histogram.encodeIntoCompressedByteBuffer(buffer);
        return Base64.getEncoder().encodeToString(Arrays.copyOf(buffer.array(), size));
    }

    /**
     * Reads {@link #encoded} back.
     *
     * @throws ResultFormatException with a text that goes on after the field's name
     */
    static LatencyHistogram decoded(String text) throws ResultFormatException {
        try {
            byte[] encoded = Base64.getDecoder().decode(text);
            if (!HistogramHeader.of(encoded).isOfLatencies()) {
                throw new DataFormatException("another range or precision");
            }
            LatencyHistogram latencies = new LatencyHistogram();
            latencies.histogram.add(Histogram.decodeFromCompressedByteBuffer(ByteBuffer.wrap(encoded), LONGEST_NANOS));
            double total = 0;
            for (HistogramIterationValue value : latencies.histogram.recordedValues()) {
                total += value.getCountAtValueIteratedTo();
            }
            if (total > MOST_SAMPLES || total != latencies.count()) {
                throw new ResultFormatException("counts more samples than there can be");
            }
            return latencies;
        } catch (IllegalArgumentException
                | IndexOutOfBoundsException
                | BufferUnderflowException
                | DataFormatException e) {
            throw new ResultFormatException("is not a histogram that can be read");
        }
    }

    /** HdrHistogram's percentile distribution in milliseconds, as its plotters read it. */
    void writeDistribution(PrintStream out) {
        histogram.outputPercentileDistribution(out, 1e6);
    }
}
