// What a Java program that uses com.surftools:BeanstalkClient sees of a server: prints a line for each step. Without a port it only finds
// out whether the library is there.
import com.surftools.BeanstalkClient.BeanstalkException;
import com.surftools.BeanstalkClient.Client;
import com.surftools.BeanstalkClient.Job;
import com.surftools.BeanstalkClientImpl.ClientImpl;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

static void step(String name, Supplier<Object> call) {
    try {
        IO.println(name + ": " + call.get());
    } catch (BeanstalkException e) { // what the library makes of an error
        IO.println(name + ": " + e.getClass().getSimpleName() + " " + e.getMessage());
    }
}

static void stats(String name, Map<String, String> entries) {
    entries.forEach((key, value) -> IO.println(name + " " + key + ": " + value));
}

static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
}

static String text(Job job) {
    return job == null ? "none" : job.getJobId() + " " + new String(job.getData(), StandardCharsets.UTF_8);
}

static Object reserveAndDelete(Client client) {
    Job job = client.reserve(10);
    return text(job) + " " + client.delete(job.getJobId());
}

static CompletableFuture<Object> onThreadOfItsOwn(Supplier<Object> call) {
    return CompletableFuture.supplyAsync(call, task -> Thread.ofPlatform().start(task));
}

void main(String[] arguments) {
    if (arguments.length == 0) {
        ClientImpl.class.getName();
        return;
    }
    int port = Integer.parseInt(arguments[0]);
    Client a = new ClientImpl("127.0.0.1", port, true);

    step("list-tube-used", a::listTubeUsed);
    step("use", () -> {
        a.useTube("mail");
        return a.listTubeUsed();
    });
    step("watch", () -> a.watch("mail"));
    step("ignore", () -> a.ignore("default"));
    step("ignore the last", () -> a.ignore("mail"));
    step("list-tubes-watched", a::listTubesWatched);
    step("tube names", () -> a.watch("a-b_(1)+/;.$"));
    step("list-tubes-watched", a::listTubesWatched);
    step("ignore", () -> a.ignore("a-b_(1)+/;.$"));

    step("put low", () -> a.put(4_294_967_295L, 0, 60, bytes("low")));
    step("put first", () -> a.put(10, 0, 60, bytes("first")));
    step("put second", () -> a.put(10, 0, 60, bytes("second")));
    step("peek", () -> text(a.peek(3)));
    step("peek-ready", () -> text(a.peekReady()));
    for (int i = 0; i < 3; i++) {
        step("reserve and delete", () -> reserveAndDelete(a));
    }
    step("reserve from an empty tube", () -> text(a.reserve(0)));
    step("reserve for a second in vain", () -> text(a.reserve(1)));

    byte[] binary = new byte[1026];
    for (int i = 0; i < 1024; i++) {
        binary[i] = (byte) i;
    }
    binary[1024] = '\r';
    binary[1025] = '\n';
    step("put binary", () -> a.put(0, 0, 60, binary));
    step("reserve binary", () -> {
        Job job = a.reserve(10);
        return Arrays.equals(job.getData(), binary) + " " + a.delete(job.getJobId());
    });
    step("put empty", () -> a.put(0, 0, 60, new byte[0]));
    step("reserve empty", () -> reserveAndDelete(a));
    step("put the largest", () -> a.put(0, 0, 60, new byte[65_535]));
    step("reserve the largest", () -> {
        Job job = a.reserve(10);
        return job.getData().length + " " + a.delete(job.getJobId());
    });
    step("put one byte more", () -> a.put(0, 0, 60, new byte[65_536]));
    step("the connection goes on", () -> a.put(0, 0, 60, bytes("after \uD83D\uDCE7")));
    step("reserve text", () -> reserveAndDelete(a));

    step("unknown: delete", () -> a.delete(99));
    step("unknown: release", () -> a.release(99, 1, 0));
    step("unknown: bury", () -> a.bury(99, 1));
    step("unknown: touch", () -> a.touch(99));
    step("unknown: peek", () -> text(a.peek(99)));
    step("peek-ready of nothing", () -> text(a.peekReady()));
    step("peek-delayed of nothing", () -> text(a.peekDelayed()));
    step("peek-buried of nothing", () -> text(a.peekBuried()));
    step("kick nothing", () -> a.kick(5));

    long delayed = a.put(5, 1, 120, bytes("delayed"));
    step("peek-delayed", () -> text(a.peekDelayed()));
    step("reserve waits for the delay", () -> text(a.reserve(null)));
    step("touch", () -> a.touch(delayed));
    step("release", () -> a.release(delayed, 7, 1000));
    stats("stats-job", a.statsJob(delayed));
    step("kick", () -> a.kick(9));
    step("reserve", () -> text(a.reserve(0)));
    step("bury", () -> a.bury(delayed, 3));
    step("peek-buried", () -> text(a.peekBuried()));
    stats("stats-job", a.statsJob(delayed));
    step("touch of a buried one", () -> a.touch(delayed));
    step("kick", () -> a.kick(9));
    step("reserve", () -> text(a.reserve(0)));

    // Each thread has a connection of its own, as the library does it.
    step("of another connection", () -> onThreadOfItsOwn(() -> a.delete(delayed)).join());
    step("delete", () -> a.delete(delayed));
    step("put for one that waits", () -> {
        CompletableFuture<Object> waiting = onThreadOfItsOwn(() -> {
            a.watch("mail");
            Job job = a.reserve(null);
            return text(job) + " " + a.delete(job.getJobId());
        });
        return a.put(0, 0, 60, bytes("waited for")) + " " + waiting.join();
    });

    stats("stats-tube", a.statsTube("mail"));
    a.useTube("other");
    a.put(5, 1000, 60, bytes("kept"));
    step("list-tubes", () -> a.listTubes().stream().sorted().toList());
    step("version", () -> !a.getServerVersion().isEmpty());
    stats("stats", a.stats());
    a.close();
}
