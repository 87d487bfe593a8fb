// Latencies in a table of fixed size, whatever the number of samples: exact below 256 ns, then 128 slots for each power of
// two, so a percentile is at most 0.4 % off. And the one line with which every load tool ends.
#ifndef LATENCY_H
#define LATENCY_H
#include <math.h>
#include <stdint.h>
#include <stdio.h>

enum { SLOTS = 58 * 128 };

typedef struct {
    uint64_t total;
    uint64_t count[SLOTS];
} Latency;

static inline unsigned slot_of(uint64_t nanos) {
    if (nanos < 256) {
        return (unsigned)nanos;
    }
    unsigned shift = 56 - (unsigned)__builtin_clzll(nanos);
    return shift * 128 + (unsigned)(nanos >> shift);
}

static inline double middle_of(unsigned slot) {
    if (slot < 256) {
        return slot;
    }
    unsigned shift = slot / 128 - 1;
    return ((double)(slot - shift * 128) + .5) * (double)(UINT64_C(1) << shift);
}

static inline void record(Latency *latency, uint64_t nanos) {
    latency->count[slot_of(nanos)]++;
    latency->total++;
}

static inline void add_all(Latency *sum, const Latency *part) {
    sum->total += part->total;
    for (unsigned i = 0; i < SLOTS; i++) {
        sum->count[i] += part->count[i];
    }
}

static inline double percentile_micros(const Latency *latency, double percent) {
    uint64_t seen = 0;
    double rank = (double)latency->total * percent / 100;
    for (unsigned i = 0; i < SLOTS; i++) {
        seen += latency->count[i];
        if (seen && (double)seen >= rank) {
            return middle_of(i) / 1e3;
        }
    }
    return NAN;
}

// rate 160552 msg/s  p50 301.2  p99 633.1  p99.9 912.0 us  wrong 0
static inline void print_result(double rate, const char *unit, const Latency *latency, const char *failed, uint64_t failures) {
    printf("rate %.0f %s", rate, unit);
    if (latency->total) {
        printf("  p50 %.1f  p99 %.1f  p99.9 %.1f us", percentile_micros(latency, 50), percentile_micros(latency, 99),
               percentile_micros(latency, 99.9));
    }
    printf("  %s %llu\n", failed, (unsigned long long)failures);
}
#endif
