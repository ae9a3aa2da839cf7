package io.shouyin.host;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import javax.sql.DataSource;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.stereotype.Component;

/// Notes what messages of the gateway and polls for updates execute on the database, each execution a round trip; what runs in the background is left out.
///
/// Begin and commit of a transaction are no executions here.
@Component
@ConditionalOnProperty("test.statements")
public class CountedStatements implements BeanPostProcessor {

    private static final Set<String> ENTRANCES = Set.of("io.shouyin.host.gateway.Dispatcher", "io.shouyin.host.fleet.updates.DdiController");
    private static final Set<String> EXECUTIONS = Set.of("execute", "executeQuery", "executeUpdate", "executeLargeUpdate", "executeBatch");

    private final Queue<String> executed = new ConcurrentLinkedQueue<>();

    /// The SQL of each execution since the last call, in order.
    public List<String> taken() {
        List<String> taken = List.copyOf(executed);
        executed.clear();
        return taken;
    }

    @Override
    public Object postProcessAfterInitialization(Object bean, String name) {
        return bean instanceof DataSource pool ? counted(DataSource.class, pool, "") : bean;
    }

    private Object counted(Class<?> type, Object target, String sql) {
        return Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (_, method, args) -> {
            if (EXECUTIONS.contains(method.getName()) && isAsked()) {
                executed.add(sql);
            }
            try {
                Object result = method.invoke(target, args);
                return switch (result) {
                    case PreparedStatement statement -> counted(PreparedStatement.class, statement, (String) args[0]);
                    case Connection connection when target instanceof DataSource -> counted(Connection.class, connection, "");
                    case null, default -> result;
                };
            } catch (InvocationTargetException failed) {
                throw failed.getCause();
            }
        });
    }

    private static boolean isAsked() {
        return StackWalker.getInstance().walk(frames -> frames.anyMatch(frame -> ENTRANCES.contains(frame.getClassName())));
    }
}
