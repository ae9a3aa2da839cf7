package io.shouyin.host;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.stereotype.Component;

/// Kills a host of this process at the n-th thing that a terminal's request does with the database, or at a statement of
/// any of its threads: from then on every statement and every commit fails, as for a process that is gone, and `lastWords`
/// cuts its sockets.
///
/// Part of every host that is started with `crash.points`; only the requests of terminals are counted.
@Component
@ConditionalOnProperty("crash.points")
public class Crash implements BeanPostProcessor {

    /// Whether the call that kills is still carried out.
    public enum Moment {
        BEFORE,
        AFTER
    }

    private static final String COUNTED_THREAD = "terminal-connection";

    private static boolean counting;
    private static int calls;
    private static int deadlyCall;
    private static String deadlySql;
    private static Moment moment = Moment.BEFORE;
    private static boolean dead;
    private static Runnable lastWords = () -> {};

    /// Counts from now on and kills nobody.
    public static synchronized void count() {
        revive();
        counting = true;
    }

    /// How many calls there were since [#count].
    public static synchronized int counted() {
        return calls;
    }

    /// Dies at the n-th call from now, counted from 1.
    public static synchronized void at(int call, Moment when, Runnable words) {
        revive();
        counting = true;
        deadlyCall = call;
        moment = when;
        lastWords = words;
    }

    /// Dies at the next statement that holds these words, whoever makes it.
    public static synchronized void atStatement(String words, Moment when, Runnable last) {
        revive();
        deadlySql = words;
        moment = when;
        lastWords = last;
    }

    /// Dies now.
    public static void now(Runnable words) {
        synchronized (Crash.class) {
            dead = true;
        }
        words.run();
    }

    public static synchronized boolean isDead() {
        return dead;
    }

    /// For the next host.
    public static synchronized void revive() {
        dead = false;
        counting = false;
        calls = 0;
        deadlyCall = 0;
        deadlySql = null;
        lastWords = () -> {};
    }

    @Override
    public Object postProcessAfterInitialization(Object bean, String name) {
        return bean instanceof DataSource source ? wrap(DataSource.class, source, "") : bean;
    }

    @SuppressWarnings("unchecked")
    private static <T> T wrap(Class<T> type, Object real, String sql) {
        return (T) Proxy.newProxyInstance(Crash.class.getClassLoader(), new Class<?>[] {type, AutoCloseable.class},
                (_, method, arguments) -> invoke(real, sql, method, arguments));
    }

    private static Object invoke(Object real, String sql, Method method, Object[] arguments) throws Throwable {
        if (method.getName().equals("getConnection")) {
            requireAlive();
        }
        if (isDead() && method.getName().equals("setAutoCommit") && real instanceof Connection left && !left.getAutoCommit()) {
            left.rollback();                                                // else the driver would commit what the dead host has left open
        }
        boolean last = reachesDatabase(method.getName()) && step(sql);
        if (last && moment == Moment.BEFORE) {
            die();
        }
        try {
            Object result = method.invoke(real, arguments);
            if (last) {
                die();
            }
            return switch (result) {
                case Connection connection when real instanceof DataSource -> wrap(Connection.class, connection, "");   // a statement's own stays equal to it
                case Statement statement when method.getName().equals("prepareStatement") ->
                        wrap(java.sql.PreparedStatement.class, statement, arguments[0].toString());
                case Statement statement when method.getName().equals("createStatement") -> wrap(Statement.class, statement, "");
                case null, default -> result;
            };
        } catch (InvocationTargetException failed) {
            throw failed.getCause();
        }
    }

    /// A roll-back and a close reach it too, but that is what the database does for a process that died.
    private static boolean reachesDatabase(String method) {
        return method.startsWith("execute") || method.equals("commit");
    }

    private static synchronized void requireAlive() throws SQLException {
        if (dead) {
            throw new SQLException("this host is dead");
        }
    }

    /// @return whether this call is the one that kills
    private static synchronized boolean step(String sql) throws SQLException {
        requireAlive();
        if (deadlySql != null && sql.contains(deadlySql)) {
            return true;
        }
        if (!counting || !Thread.currentThread().getName().equals(COUNTED_THREAD)) {
            return false;
        }
        calls++;
        return calls == deadlyCall;
    }

    private static void die() throws SQLException {
        Runnable words;
        synchronized (Crash.class) {
            dead = true;
            words = lastWords;
        }
        words.run();
        throw new SQLException("this host has just died");
    }
}
