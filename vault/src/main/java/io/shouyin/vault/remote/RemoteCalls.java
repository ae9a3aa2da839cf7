package io.shouyin.vault.remote;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;

/// Turns calls of the interface into calls of the other process.
final class RemoteCalls implements InvocationHandler {

    private static final Object[] NO_ARGUMENTS = {};

    private final CommandTable commands;
    private final ConnectionPool pool;

    RemoteCalls(CommandTable commands, ConnectionPool pool) {
        this.commands = commands;
        this.pool = pool;
    }

    @Override
    public Object invoke(Object proxy, Method method, Object[] given) throws Throwable {
        Object[] arguments = given == null ? NO_ARGUMENTS : given;
        CommandTable.Command command = commands.of(method);
        if (command != null) {
            return pool.call(command, arguments);
        }
        if (method.isDefault()) {
            return InvocationHandler.invokeDefault(proxy, method, given);
        }
        return switch (method.getName()) {
            case "close" -> {
                pool.close();
                yield null;
            }
            case "equals" -> proxy == arguments[0];
            case "hashCode" -> System.identityHashCode(proxy);
            case "toString" -> "RemoteSecurityModule[" + pool.socket() + "]";
            default -> throw new IllegalStateException("the interface has commands, default methods and close");
        };
    }
}
