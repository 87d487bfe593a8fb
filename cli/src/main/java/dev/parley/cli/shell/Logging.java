package dev.parley.cli.shell;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.FileAppender;
import ch.qos.logback.core.OutputStreamAppender;
import ch.qos.logback.core.encoder.LayoutWrappingEncoder;
import ch.qos.logback.core.rolling.FixedWindowRollingPolicy;
import ch.qos.logback.core.rolling.RollingFileAppender;
import ch.qos.logback.core.rolling.SizeBasedTriggeringPolicy;
import ch.qos.logback.core.spi.ContextAwareBase;
import ch.qos.logback.core.util.Duration;
import ch.qos.logback.core.util.FileSize;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Logging of the command: lines on standard error and in rotating files. No caller ever waits for either.
 *
 * <pre>
 *   loggers --> SimilarLines, of serve --> BoundedAppender --> standard error
 *                                     \--> BoundedAppender --> LogFile --> rotating files
 * </pre>
 *
 * Logback finds this class as its configurator, so it looks for no files; the command's wishes reach it as system
 * properties, because Logback creates it.
 */
public final class Logging extends ContextAwareBase implements Configurator {
    private static final int OLD_FILES = 4;

    @Override
    public ExecutionStatus configure(LoggerContext context) {
        BoundedAppender console = BoundedAppender.before(context, console(context));
        context.getStatusManager().add(LogTrouble.reportedTo(context, console));
        List<BoundedAppender> outputs = new ArrayList<>(List.of(console));
        String file = System.getProperty(LogSettings.FILE);
        if (file != null) {
            LogFile files = new LogFile(context, Path.of(file), () -> file(context, file), console);
            files.start();
            outputs.add(BoundedAppender.before(context, files));
        }
        var root = context.getLogger("ROOT");
        root.setLevel(Level.INFO); // the JDK, too, logs at DEBUG
        context.getLogger("dev.parley").setLevel(Level.toLevel(System.getProperty(LogSettings.LEVEL, "INFO")));
        if (Boolean.getBoolean(LogSettings.PEERS)) {
            context.getLogger(LogSettings.AUDIT).setLevel(Level.INFO); // whatever the others have
            SimilarLines similar = new SimilarLines(context, outputs);
            similar.startEverySecond();
            root.addAppender(similar);
        } else {
            outputs.forEach(root::addAppender);
        }
        Runtime.getRuntime().addShutdownHook(new Thread(context::stop, "parley-log-end"));
        return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
    }

    private static Appender<ILoggingEvent> console(LoggerContext context) {
        ConsoleAppender<ILoggingEvent> console = new ConsoleAppender<>();
        console.setName("stderr");
        console.setTarget("System.err");
        return started(context, console);
    }

    private static Appender<ILoggingEvent> file(LoggerContext context, String file) {
        RollingFileAppender<ILoggingEvent> files = new RollingFileAppender<>();
        files.setFile(file);

        FixedWindowRollingPolicy names = new FixedWindowRollingPolicy();
        names.setContext(context);
        names.setParent((FileAppender<?>) files);
        names.setFileNamePattern(file + ".%i");
        names.setMinIndex(1);
        names.setMaxIndex(OLD_FILES);
        names.start();

        SizeBasedTriggeringPolicy<ILoggingEvent> size = new SizeBasedTriggeringPolicy<>();
        size.setContext(context);
        size.setMaxFileSize(new FileSize(Long.getLong(LogSettings.FILE_BYTES, LogSettings.DEFAULT_FILE_BYTES)));
        size.setCheckIncrement(Duration.buildByMilliseconds(0)); // its own default looks once a minute
        size.start();

        files.setRollingPolicy(names);
        files.setTriggeringPolicy(size);
        return started(context, files);
    }

    private static Appender<ILoggingEvent> started(
            LoggerContext context, OutputStreamAppender<ILoggingEvent> appender) {
        LineLayout layout = new LineLayout();
        layout.setContext(context);
        layout.start();
        LayoutWrappingEncoder<ILoggingEvent> encoder = new LayoutWrappingEncoder<>();
        encoder.setContext(context);
        encoder.setCharset(StandardCharsets.UTF_8);
        encoder.setLayout(layout);
        encoder.start();
        appender.setContext(context);
        appender.setEncoder(encoder);
        appender.start();
        return appender;
    }
}
