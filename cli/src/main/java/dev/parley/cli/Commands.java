package dev.parley.cli;

import dev.parley.cli.cluster.ClusterCommand;
import dev.parley.cli.compare.CompareCommand;
import dev.parley.cli.config.ConfigCommand;
import dev.parley.cli.control.CtlCommand;
import dev.parley.cli.doctor.DoctorCommand;
import dev.parley.cli.load.LoadCommand;
import dev.parley.cli.queue.QueueCommand;
import dev.parley.cli.queue.WorkCommand;
import dev.parley.cli.report.ReportCommand;
import dev.parley.cli.serve.ServeCommand;
import dev.parley.cli.shell.Console;
import dev.parley.cli.shell.Launcher;
import dev.parley.cli.talk.GetCommand;
import dev.parley.cli.talk.PingCommand;
import dev.parley.cli.talk.PutCommand;
import dev.parley.cli.talk.SendCommand;
import dev.parley.cli.talk.StopCommand;
import dev.parley.cli.talk.TimeCommand;
import dev.parley.cli.tls.TlsCommand;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/**
 * The commands: what each is for, and the one that was named.
 *
 * @param main the program, for commands that start it again
 * @param run the program, for commands that show others
 */
record Commands(Console console, Class<?> main, DemoCommand.Program run) {
    /** What each is for, in the order of the help. */
    static Map<String, String> about() {
        Map<String, String> about = new LinkedHashMap<>();
        about.put("serve", "serve one or more services");
        about.put("config", "show, check and make files of settings for serve");
        about.put("send", "send messages, print the replies");
        about.put("put", "store files or standard input in a queue");
        about.put("get", "fetch the oldest message of a queue");
        about.put("queue", "look into a work queue, purge, kick, pause, drain it");
        about.put("work", "run a command for each message of a work queue");
        about.put("ctl", "control a server that runs: drain, stop, reload, log level, kick, faults");
        about.put("cluster", "a laboratory of a queue on several servers, on this machine");
        about.put("ping", "ping with many clients at once");
        about.put("time", "send UUIDs to a timer, one at a time");
        about.put("stop", "stop a server that allows it");
        about.put("load", "send on a schedule, measure honestly");
        about.put("compare", "the same load on every engine, side by side");
        about.put("report", "merge results of load, compare them");
        about.put("tls", "make certificates for a laboratory");
        about.put("doctor", "what this host allows, and what limits a measurement");
        about.put("demo", "everything once, in less than a minute");
        about.put("completion", "what bash, zsh or fish completes, as a script");
        about.put("manual", "all of this as manual pages");
        about.put("version", "which Parley this is");
        return Collections.unmodifiableMap(about);
    }

    /** A new one of a name of {@link #about}. */
    Callable<Integer> required(String name) {
        return Objects.requireNonNull(named(name), name);
    }

    /** A new one of this name, or null when there is none. Loads no other. */
    @Nullable
    Callable<Integer> named(String name) {
        return switch (name) {
            case "serve" -> new ServeCommand(console);
            case "config" -> new ConfigCommand(console, () -> new ServeCommand(console));
            case "send" -> new SendCommand(console);
            case "put" -> new PutCommand(console);
            case "get" -> new GetCommand(console);
            case "queue" -> new QueueCommand(console);
            case "work" -> new WorkCommand(console);
            case "cluster" -> new ClusterCommand(console, Launcher.ofThisProcess(main));
            case "ping" -> new PingCommand(console);
            case "time" -> new TimeCommand(console);
            case "stop" -> new StopCommand(console);
            case "load" -> new LoadCommand(console);
            case "compare" -> new CompareCommand(console, Launcher.ofThisProcess(main));
            case "report" -> new ReportCommand(console);
            case "ctl" -> new CtlCommand(console);
            case "tls" -> new TlsCommand(console);
            case "doctor" -> new DoctorCommand(console);
            case "demo" -> new DemoCommand(console, run);
            case "completion" -> new CompletionCommand(console, this);
            case "manual" -> new ManualCommand(console, this);
            case "version" -> new VersionCommand(console);
            default -> null;
        };
    }
}
