package io.shouyin.vault;

import static io.shouyin.vault.Fixtures.assertFault;
import static org.assertj.core.api.Assertions.assertThat;

import io.shouyin.kernel.Pan;
import io.shouyin.kernel.Secret;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Parameter;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// What every implementation of every command does with null: it refuses by name.
interface NullContract {

    SecurityModule vault();

    @Test
    default void command_withAnArgumentThatIsNull_refusesByName() {
        for (Method command : commands().toList()) {
            forEachMissing(command.getParameters(), arguments -> called(command, arguments));
        }
    }

    @Test
    default void argument_withAPartThatIsNull_isRefusedByName() {
        List<Class<?>> records = commands().flatMap(command -> Arrays.stream(command.getGenericParameterTypes())).distinct()
                .flatMap(NullContract::recordsIn).distinct().toList();
        assertThat(records).contains(KeyBlock.class, PinCommands.PinSource.Fixed.class, CardCommands.ChipRequest.class, SealedFactor.Binding.class,
                CeremonyCommands.Share.class, SealedPartCommands.SealedPart.class, PasswordCommands.OwnedVerifier.class);
        for (Class<?> type : records) {
            Constructor<?> constructor = type.getConstructors()[0];
            forEachMissing(constructor.getParameters(), parts -> made(constructor, parts));
        }
    }

    interface Call {
        Object with(Object[] arguments) throws Throwable;
    }

    /// One argument after the other is null, or a list in which one element is.
    private static void forEachMissing(Parameter[] parameters, Call call) {
        for (int i = 0; i < parameters.length; i++) {
            for (Object missing : missing(parameters[i])) {
                Object[] arguments = Arrays.stream(parameters).map(NullContract::any).toArray();
                assertThat(arguments).doesNotContainNull();
                arguments[i] = missing;
                assertFault(VaultRefusal.VAULT_INPUT_INVALID, () -> call.with(arguments));
            }
        }
    }

    private static List<Object> missing(Parameter parameter) {
        if (parameter.getType().isPrimitive()) {
            return List.of();
        }
        return parameter.getParameterizedType() instanceof ParameterizedType list && list.getRawType() == List.class
                ? Arrays.asList(null, Arrays.asList(any((Class<?>) list.getActualTypeArguments()[0]), null))
                : Collections.singletonList(null);
    }

    private static Stream<Method> commands() {
        return Arrays.stream(SecurityModule.class.getMethods()).filter(method -> Modifier.isAbstract(method.getModifiers()));
    }

    private static Stream<Class<?>> recordsIn(Type type) {
        return switch (type) {
            case ParameterizedType list -> recordsIn(list.getActualTypeArguments()[0]);
            case Class<?> one when one.isSealed() -> Arrays.stream(one.getPermittedSubclasses()).flatMap(NullContract::recordsIn);
            case Class<?> one when one.isRecord() && one.getPackage().equals(SecurityModule.class.getPackage()) ->
                    Stream.concat(Stream.of(one), Arrays.stream(one.getRecordComponents()).flatMap(part -> recordsIn(part.getGenericType())));
            default -> Stream.empty();
        };
    }

    private Object called(Method command, Object[] arguments) throws Throwable {
        try {
            return command.invoke(vault(), arguments);
        } catch (InvocationTargetException refused) {
            throw refused.getCause();
        }
    }

    private static Object made(Constructor<?> constructor, Object[] parts) throws Throwable {
        try {
            return constructor.newInstance(parts);
        } catch (InvocationTargetException refused) {
            throw refused.getCause();
        }
    }

    private static Object any(Parameter parameter) {
        return any(parameter.getType());
    }

    private static Object any(Class<?> type) {
        if (type == int.class) {
            return 1;
        }
        if (type == long.class) {
            return 1L;
        }
        if (type == String.class) {
            return "1";
        }
        if (type == byte[].class) {
            return new byte[8];
        }
        if (type == List.class) {
            return List.of();
        }
        if (type == Pan.class) {
            return Fixtures.PAN;
        }
        if (type == Secret.class) {
            return Secret.of("1");
        }
        if (type.isEnum()) {
            return type.getEnumConstants()[0];
        }
        if (type.isSealed()) {
            return any(type.getPermittedSubclasses()[0]);
        }
        return MADE.stream().filter(type::isInstance).findFirst().orElseGet(() -> {
            Constructor<?> constructor = type.getConstructors()[0];
            try {
                return made(constructor, Arrays.stream(constructor.getParameters()).map(NullContract::any).toArray());
            } catch (Throwable broken) {
                throw new AssertionError(type.toString(), broken);
            }
        });
    }

    /// Of the kernel, which takes no other than valid ones.
    List<Object> MADE = List.of(Fixtures.TERMINAL, Fixtures.MERCHANT, Fixtures.POLICY, Fixtures.nothingKnown(), Fixtures.binding(1).batch(),
            Fixtures.binding(1).trace());
}
