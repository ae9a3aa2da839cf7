package io.shouyin.vault.remote;

import io.shouyin.vault.SecurityModule;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodType;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// The commands of an interface, numbered, each with the shapes of what goes in and comes out.
///
/// The numbers follow from names and shapes alone, so two programs with the same interface have the same table, and
/// [#fingerprint] tells whether they have.
final class CommandTable {

    /// The commands of the vault.
    static final CommandTable VAULT = of(SecurityModule.class);

    /// @param invoker `(Object target, Object[] arguments) -> Object`
    record Command(int number, Method method, List<Shape> parameters, Shape result, MethodHandle invoker) {

        void writeArguments(FrameBuffer out, Object[] arguments) {
            for (int i = 0; i < parameters.size(); i++) {
                parameters.get(i).write(out, arguments[i]);
            }
        }

        Object[] readArguments(FrameBuffer in) {
            Object[] arguments = new Object[parameters.size()];
            for (int i = 0; i < arguments.length; i++) {
                arguments[i] = parameters.get(i).read(in);
            }
            in.requireEnd();
            return arguments;
        }

        void wipeArguments(Object[] arguments) {
            for (int i = 0; i < arguments.length; i++) {
                parameters.get(i).wipe(arguments[i]);
            }
        }

        String name() {
            return method.getName();
        }

        String description() {
            return name() + parameters.stream().map(Shape::description).toList() + result.description();
        }
    }

    private final List<Command> commands;
    private final Map<Method, Command> byMethod = new HashMap<>();
    private final byte[] fingerprint;

    private CommandTable(List<Command> commands) {
        this.commands = commands;
        commands.forEach(command -> byMethod.put(command.method(), command));
        this.fingerprint = sha256(commands.stream().map(Command::description).collect(Collectors.joining("\n", "", "\n" + Answer.REFUSED_USES.description())));
    }

    /// @param type an interface; its default methods are no commands, since each side has them
    /// @throws IllegalArgumentException that names the type that cannot travel
    static CommandTable of(Class<?> type) {
        List<Command> inOrder = Arrays.stream(type.getMethods()).filter(method -> java.lang.reflect.Modifier.isAbstract(method.getModifiers()))
                .map(method -> command(0, method)).sorted(Comparator.comparing(Command::description)).toList();
        return new CommandTable(IntStream.range(0, inOrder.size()).mapToObj(number -> command(number, inOrder.get(number).method())).toList());
    }

    private static Command command(int number, Method method) {
        MethodHandle invoker = Shapes.handle(method).asSpreader(Object[].class, method.getParameterCount())
                .asType(MethodType.methodType(Object.class, Object.class, Object[].class));
        return new Command(number, method, Arrays.stream(method.getGenericParameterTypes()).map(Shapes::of).toList(),
                Shapes.of(method.getGenericReturnType()), invoker);
    }

    /// @throws FrameBuffer.Malformed if there is none
    Command numbered(int number) {
        FrameBuffer.require(number < commands.size(), "the vault has no such command");
        return commands.get(number);
    }

    /// Null for a method that is no command.
    Command of(Method method) {
        return byMethod.get(method);
    }

    List<Command> commands() {
        return commands;
    }

    /// SHA-256 over names and shapes of all commands, and of what comes with an answer.
    byte[] fingerprint() {
        return fingerprint.clone();
    }

    private static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException broken) {
            throw new IllegalStateException("every JDK has SHA-256", broken);
        }
    }
}
