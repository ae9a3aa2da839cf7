package io.shouyin.vault.remote;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.LoggerFactory;

/// What is logged of the lines to vaults while it is open.
final class PoolLog implements AutoCloseable {

    private final Logger logger = (Logger) LoggerFactory.getLogger(LineNews.class);
    private final ListAppender<ILoggingEvent> appender = new ListAppender<>();

    PoolLog() {
        appender.list = new CopyOnWriteArrayList<>();
        appender.start();
        logger.setLevel(Level.INFO);
        logger.addAppender(appender);
    }

    /// Level and text.
    List<String> lines() {
        return appender.list.stream().map(line -> line.getLevel() + " " + line.getFormattedMessage()).toList();
    }

    @Override
    public void close() {
        logger.detachAppender(appender);
        logger.setLevel(null);
    }
}
