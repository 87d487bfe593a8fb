package dev.parley.admin;

import com.sun.management.UnixOperatingSystemMXBean;
import io.prometheus.metrics.core.metrics.CounterWithCallback;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.lang.management.ManagementFactory;
import java.util.function.DoubleSupplier;

/** What the process takes of its machine. */
public final class ProcessMetrics {
    private static final double NANOS_PER_SECOND = 1e9;
    private static final double MILLIS_PER_SECOND = 1e3;

    private ProcessMetrics() {}

    /** Registers them; they are looked up when they are asked for. */
    public static void register(PrometheusRegistry registry) {
        Runtime runtime = Runtime.getRuntime();
        gauge(registry, "process_heap_used_bytes", "Of the heap", () -> runtime.totalMemory() - runtime.freeMemory());
        gauge(registry, "process_heap_max_bytes", "What the heap may grow to", runtime::maxMemory);
        gauge(
                registry,
                "process_threads",
                "Platform threads",
                () -> ManagementFactory.getThreadMXBean().getThreadCount());
        gauge(
                registry,
                "process_start_time_seconds",
                "Since 1970",
                () -> ManagementFactory.getRuntimeMXBean().getStartTime() / MILLIS_PER_SECOND);
        if (ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean system) {
            gauge(registry, "process_open_fds", "Open descriptors", system::getOpenFileDescriptorCount);
            gauge(registry, "process_max_fds", "Descriptors that may be open", system::getMaxFileDescriptorCount);
            CounterWithCallback.builder()
                    .name("process_cpu_seconds")
                    .help("User and system time")
                    .callback(callback -> callback.call(system.getProcessCpuTime() / NANOS_PER_SECOND))
                    .register(registry);
        }
    }

    private static void gauge(PrometheusRegistry registry, String name, String help, DoubleSupplier value) {
        GaugeWithCallback.builder()
                .name(name)
                .help(help)
                .callback(callback -> callback.call(value.getAsDouble()))
                .register(registry);
    }
}
