package dev.parley.cli.serve;

import dev.parley.core.Codecs;
import dev.parley.core.Framings;
import dev.parley.core.Protocol;
import dev.parley.core.Reply;
import dev.parley.services.ServiceProvider;
import dev.parley.services.ServiceType;
import java.io.IOException;
import java.lang.reflect.Field;
import java.nio.channels.Selector;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A plug-in whose service ends the thread of its server that a request names: {@code accept}, {@code timers} or {@code loop-0}. A
 * selector is closed under its loop, for which the JVM must be started with {@value #JVM_OPTION}.
 */
public final class FatalServices implements ServiceProvider {
    static final String JVM_OPTION = "--add-opens=java.base/java.lang=ALL-UNNAMED";

    private static final Protocol<byte[], byte[]> PROTOCOL =
            Protocol.of("fatal", Framings.READ, Codecs.BYTES, Codecs.BYTES);

    @Override
    public List<ServiceType<?, ?>> services() {
        return List.of(ServiceType.of("fatal", "ends a thread", 7002, PROTOCOL, FatalServices::serve));
    }

    private static void serve(byte[] request, Reply<byte[]> reply) {
        String name = "parley-fatal-" + new String(request, StandardCharsets.US_ASCII);
        Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals(name))
                .forEach(FatalServices::end);
        reply.send(request);
    }

    private static void end(Thread thread) {
        if (!thread.getName().contains("-loop-")) {
            thread.interrupt();
            return;
        }
        try {
            Object holder = field(Thread.class, thread, "holder");
            Object loop = field(holder.getClass(), holder, "task");
            ((Selector) field(loop.getClass(), loop, "selector")).close();
        } catch (ReflectiveOperationException | IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Object field(Class<?> declaredBy, Object of, String name) throws ReflectiveOperationException {
        Field field = declaredBy.getDeclaredField(name);
        field.setAccessible(true);
        return field.get(of);
    }

    /** A folder for the class path that makes it known. */
    static Path folder(Path under) throws IOException {
        Path services = Files.createDirectories(under.resolve("fatal/META-INF/services"));
        Files.writeString(services.resolve(ServiceProvider.class.getName()), FatalServices.class.getName() + "\n");
        return under.resolve("fatal");
    }
}
