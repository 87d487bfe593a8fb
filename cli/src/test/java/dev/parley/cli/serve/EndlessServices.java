package dev.parley.cli.serve;

import dev.parley.core.Codecs;
import dev.parley.core.Framings;
import dev.parley.core.Protocol;
import dev.parley.core.Reply;
import dev.parley.services.ServiceProvider;
import dev.parley.services.ServiceType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A plug-in with a service that computes for ever and takes no notice of interrupts. */
public final class EndlessServices implements ServiceProvider {
    private static final Protocol<byte[], byte[]> PROTOCOL =
            Protocol.of("endless", Framings.READ, Codecs.BYTES, Codecs.BYTES);

    @Override
    public List<ServiceType<?, ?>> services() {
        return List.of(ServiceType.of("endless", "never answers", 7001, PROTOCOL, EndlessServices::serve));
    }

    private static void serve(byte[] request, Reply<byte[]> reply) {
        while (request.length > 0) {
            Thread.onSpinWait();
        }
        reply.send(request);
    }

    /** A folder for the class path that makes it known. */
    static Path folder(Path under) throws java.io.IOException {
        Path services = Files.createDirectories(under.resolve("plugin/META-INF/services"));
        Files.writeString(services.resolve(ServiceProvider.class.getName()), EndlessServices.class.getName() + "\n");
        return under.resolve("plugin");
    }
}
