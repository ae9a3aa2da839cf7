package io.shouyin.bench.world;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;
import org.springframework.beans.factory.config.BeanPostProcessor;

/// The host's way to its database: asked before and after each call whether the host is still alive. What a dead host left open is rolled back.
///
/// A host dies at a statement about transactions or books, or at a commit: how many others there are depends on what its caches hold, which no seed decides.
final class Fuse implements BeanPostProcessor {

    /// Who knows whether the host lives.
    interface Guard {

        boolean isAlive();

        /// The host's next call of its database.
        ///
        /// @return whether it dies of it, and when
        Fate next();

        /// Whether the database only says that it has committed.
        boolean forgetsCommit();
    }

    /// What becomes of a host at a call.
    enum Fate { LIVES, DIES_BEFORE, DIES_BEHIND }

    private final Guard guard;

    Fuse(Guard guard) {
        this.guard = guard;
    }

    @Override
    public Object postProcessAfterInitialization(Object bean, String name) {
        return bean instanceof DataSource source ? wrap(DataSource.class, source, "") : bean;
    }

    @SuppressWarnings("unchecked")
    private <T> T wrap(Class<T> type, Object real, String sql) {
        return (T) Proxy.newProxyInstance(Fuse.class.getClassLoader(), new Class<?>[] {type, AutoCloseable.class},
                (_, method, arguments) -> invoke(real, sql, method, arguments));
    }

    private Object invoke(Object real, String sql, Method method, Object[] arguments) throws Throwable {
        boolean reaches = method.getName().startsWith("execute") || method.getName().equals("commit");
        if (reaches || method.getName().equals("getConnection")) {
            requireAlive();
        }
        if (!guard.isAlive() && method.getName().equals("setAutoCommit") && real instanceof Connection left && !left.getAutoCommit()) {
            left.rollback();                                    // else the driver would commit it
        }
        Fate fate = reaches && (method.getName().equals("commit") || isOfMoney(sql)) ? guard.next() : Fate.LIVES;
        if (fate == Fate.DIES_BEFORE) {
            requireAlive();
        }
        if (method.getName().equals("commit") && guard.forgetsCommit()) {
            ((Connection) real).rollback();
        }
        Object result = real(real, method, arguments);
        if (fate == Fate.DIES_BEHIND) {
            requireAlive();
        }
        return switch (result) {
            case Connection connection when real instanceof DataSource -> wrap(Connection.class, connection, "");
            case PreparedStatement statement when real instanceof Connection -> wrap(PreparedStatement.class, statement, arguments[0].toString());
            case Statement statement when real instanceof Connection -> wrap(Statement.class, statement, "");
            case null, default -> result;
        };
    }

    private static boolean isOfMoney(String sql) {
        return sql.contains("acquiring.") || sql.contains("ledger.");
    }

    private static Object real(Object real, Method method, Object[] arguments) throws Throwable {
        try {
            return method.invoke(real, arguments);
        } catch (InvocationTargetException failed) {
            throw failed.getCause();
        }
    }

    private void requireAlive() throws SQLException {
        if (!guard.isAlive()) {
            throw new SQLException("this host is dead");
        }
    }
}
