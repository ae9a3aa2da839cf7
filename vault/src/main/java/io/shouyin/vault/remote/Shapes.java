package io.shouyin.vault.remote;

import io.shouyin.kernel.Check;
import io.shouyin.kernel.Pan;
import io.shouyin.kernel.Secret;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Makes shapes from types. A type that has no shape is refused by its name, when the program starts and not when it is used.
final class Shapes {

    private static final MethodHandles.Lookup LOOKUP = MethodHandles.lookup();

    /// The records around the one in hand: none may hold itself.
    private final Deque<Class<?>> within = new ArrayDeque<>();

    private Shapes() {}

    /// @throws IllegalArgumentException that names the type, if values of it cannot travel
    static Shape of(Type type) {
        return new Shapes().make(type);
    }

    private Shape make(Type type) {
        return switch (type) {
            case Class<?> primitive when primitive == boolean.class -> Shape.Primitive.BOOLEAN;
            case Class<?> primitive when primitive == int.class -> Shape.Primitive.INT;
            case Class<?> primitive when primitive == long.class -> Shape.Primitive.LONG;
            case Class<?> primitive when primitive == void.class -> Shape.Primitive.VOID;
            case ParameterizedType optional when optional.getRawType() == Optional.class -> new Shape.Perhaps(new Shape.Nullable(present(argument(optional))));
            default -> new Shape.Nullable(present(type));
        };
    }

    private Shape present(Type type) {
        return switch (type) {
            case Class<?> box when box == Boolean.class -> Shape.Primitive.BOOLEAN;
            case Class<?> box when box == Integer.class -> Shape.Primitive.INT;
            case Class<?> box when box == Long.class -> Shape.Primitive.LONG;
            case Class<?> bytes when bytes == byte[].class -> new Shape.Bytes();
            case Class<?> text when text == String.class -> new Shape.Text();
            case Class<?> secret when secret == Secret.class -> new Shape.Secrets();
            case Class<?> pan when pan == Pan.class -> new Shape.CardNumber();
            case Class<?> one when one.isEnum() -> new Shape.Constant(one, List.of(one.getEnumConstants()));
            case Class<?> one when one.isRecord() && one.getTypeParameters().length == 0 -> structure(one);
            case Class<?> one when one.isSealed() && one.isInterface() && one.getTypeParameters().length == 0 -> {
                List<Class<?>> cases = List.of(one.getPermittedSubclasses());
                yield new Shape.OneOf(one, cases, cases.stream().map(this::present).toList());
            }
            case ParameterizedType many when many.getRawType() == List.class -> new Shape.Many(make(argument(many)), false);
            case ParameterizedType many when many.getRawType() == Set.class -> new Shape.Many(make(argument(many)), true);
            default -> throw new IllegalArgumentException(type.getTypeName() + " cannot travel to another process");
        };
    }

    private static Type argument(ParameterizedType type) {
        return type.getActualTypeArguments()[0];
    }

    private Shape structure(Class<?> record) {
        Check.argument(!within.contains(record), record.getName() + " cannot travel to another process, since it may hold itself");
        within.push(record);
        RecordComponent[] components = record.getRecordComponents();
        List<Shape.Part> parts = Arrays.stream(components)
                .map(one -> new Shape.Part(one.getName(), make(one.getGenericType()), accessor(one.getAccessor()))).toList();
        within.pop();
        return new Shape.Structure(record, parts, constructor(record, components));
    }

    private static MethodHandle accessor(Method accessor) {
        return handle(accessor).asType(MethodType.methodType(Object.class, Object.class));
    }

    private static MethodHandle constructor(Class<?> record, RecordComponent[] components) {
        try {
            Constructor<?> canonical = record.getDeclaredConstructor(Arrays.stream(components).map(RecordComponent::getType).toArray(Class[]::new));
            canonical.setAccessible(true);
            return LOOKUP.unreflectConstructor(canonical).asSpreader(Object[].class, components.length)
                    .asType(MethodType.methodType(Object.class, Object[].class));
        } catch (ReflectiveOperationException broken) {
            throw new IllegalStateException("a record has its canonical constructor", broken);
        }
    }

    static MethodHandle handle(Method method) {
        try {
            method.setAccessible(true);
            return LOOKUP.unreflect(method);
        } catch (IllegalAccessException broken) {
            throw new IllegalStateException("what was made accessible is", broken);
        }
    }
}
