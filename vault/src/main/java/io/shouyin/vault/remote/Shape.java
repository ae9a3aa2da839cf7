package io.shouyin.vault.remote;

import io.shouyin.kernel.CardDataAccess;
import io.shouyin.kernel.Fault;
import io.shouyin.kernel.Pan;
import io.shouyin.kernel.Secret;
import io.shouyin.kernel.SecretAccess;
import java.lang.invoke.MethodHandle;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;

/// How values of one type travel. `docs/reference/vault-socket.md` describes the bytes.
///
/// Shapes are made once from the types of the interface ([Shapes]) and hold method handles for what they take apart and
/// put together, so that a value costs no look-up.
sealed interface Shape {

    /// Everything that both sides must agree on, as a text.
    String description();

    void write(FrameBuffer out, Object value);

    /// @throws FrameBuffer.Malformed if no value of this shape is there
    Object read(FrameBuffer in);

    /// Closes the secrets in a value that nobody reads any more.
    default void wipe(Object value) {}

    /// A primitive, or its box behind [Nullable].
    enum Primitive implements Shape {
        BOOLEAN {
            @Override
            public void write(FrameBuffer out, Object value) {
                out.put((boolean) value ? 1 : 0);
            }

            @Override
            public Object read(FrameBuffer in) {
                int value = in.get();
                FrameBuffer.require(value <= 1, "a boolean is 0 or 1");
                return value == 1;
            }
        },
        INT {
            @Override
            public void write(FrameBuffer out, Object value) {
                out.putInt((int) value);
            }

            @Override
            public Object read(FrameBuffer in) {
                return in.getInt();
            }
        },
        LONG {
            @Override
            public void write(FrameBuffer out, Object value) {
                out.putLong((long) value);
            }

            @Override
            public Object read(FrameBuffer in) {
                return in.getLong();
            }
        },
        /// The result of a command that returns nothing.
        VOID {
            @Override
            public void write(FrameBuffer out, Object value) {}

            @Override
            public Object read(FrameBuffer in) {
                return null;
            }
        };

        @Override
        public String description() {
            return name();
        }
    }

    /// 0 for null, else 1 and the value.
    record Nullable(Shape inner) implements Shape {
        @Override
        public String description() {
            return inner.description() + "?";
        }

        @Override
        public void write(FrameBuffer out, Object value) {
            out.put(value == null ? 0 : 1);
            if (value != null) {
                inner.write(out, value);
            }
        }

        @Override
        public Object read(FrameBuffer in) {
            return (boolean) Primitive.BOOLEAN.read(in) ? inner.read(in) : null;
        }

        @Override
        public void wipe(Object value) {
            if (value != null) {
                inner.wipe(value);
            }
        }
    }

    record Bytes() implements Shape {
        @Override
        public String description() {
            return "byte[]";
        }

        @Override
        public void write(FrameBuffer out, Object value) {
            out.putBytes((byte[]) value);
        }

        @Override
        public Object read(FrameBuffer in) {
            return in.getBytes();
        }
    }

    /// UTF-8, and nothing that is not.
    record Text() implements Shape {
        @Override
        public String description() {
            return "String";
        }

        @Override
        public void write(FrameBuffer out, Object value) {
            out.putBytes(((String) value).getBytes(StandardCharsets.UTF_8));
        }

        @Override
        public String read(FrameBuffer in) {
            try {
                return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(in.getBytes())).toString();
            } catch (CharacterCodingException _) {
                throw new FrameBuffer.Malformed("a text is UTF-8");
            }
        }
    }

    /// A secret is wiped wherever it was on the way.
    record Secrets() implements Shape {
        @Override
        public String description() {
            return "Secret";
        }

        @Override
        public void write(FrameBuffer out, Object value) {
            byte[] utf8 = ((Secret) value).reveal(SecretAccess.granted());
            try {
                out.putBytes(utf8);
            } finally {
                Arrays.fill(utf8, (byte) 0);
            }
        }

        @Override
        public Object read(FrameBuffer in) {
            byte[] utf8 = in.getBytes();
            try {
                return Secret.ofUtf8(utf8);
            } finally {
                Arrays.fill(utf8, (byte) 0);
            }
        }

        @Override
        public void wipe(Object value) {
            ((Secret) value).close();
        }
    }

    record CardNumber() implements Shape {
        @Override
        public String description() {
            return "Pan";
        }

        @Override
        public void write(FrameBuffer out, Object value) {
            out.putBytes(((Pan) value).reveal(CardDataAccess.granted()).getBytes(StandardCharsets.US_ASCII));
        }

        @Override
        public Object read(FrameBuffer in) {
            return made(() -> Pan.of(new String(in.getBytes(), StandardCharsets.US_ASCII)));
        }
    }

    /// The number of the constant; the names are part of the description.
    record Constant(Class<?> type, List<?> constants) implements Shape {
        @Override
        public String description() {
            return "enum " + type.getName() + constants;
        }

        @Override
        public void write(FrameBuffer out, Object value) {
            out.putShort(((Enum<?>) value).ordinal());
        }

        @Override
        public Object read(FrameBuffer in) {
            int number = in.getShort();
            FrameBuffer.require(number < constants.size(), "an enum has no such constant");
            return constants.get(number);
        }
    }

    /// @param name of the component
    /// @param accessor `(Object) -> Object`
    record Part(String name, Shape shape, MethodHandle accessor) {}

    /// The components in their order.
    ///
    /// @param constructor `(Object[]) -> Object`
    record Structure(Class<?> type, List<Part> parts, MethodHandle constructor) implements Shape {
        @Override
        public String description() {
            return "record " + type.getName() + parts.stream().map(part -> part.name() + ":" + part.shape().description()).toList();
        }

        @Override
        public void write(FrameBuffer out, Object value) {
            for (Part part : parts) {
                part.shape().write(out, valueOf(part, value));
            }
        }

        @Override
        public Object read(FrameBuffer in) {
            Object[] values = new Object[parts.size()];
            for (int i = 0; i < values.length; i++) {
                values[i] = parts.get(i).shape().read(in);
            }
            return made(() -> (Object) constructor.invokeExact(values));
        }

        @Override
        public void wipe(Object value) {
            parts.forEach(part -> part.shape().wipe(valueOf(part, value)));
        }

        private static Object valueOf(Part part, Object value) {
            try {
                return (Object) part.accessor().invokeExact(value);
            } catch (Throwable broken) {
                throw new IllegalStateException("an accessor only reads", broken);
            }
        }
    }

    /// The number of the case, then the case.
    record OneOf(Class<?> type, List<Class<?>> types, List<Shape> cases) implements Shape {
        @Override
        public String description() {
            return "sealed " + type.getName() + cases.stream().map(Shape::description).toList();
        }

        @Override
        public void write(FrameBuffer out, Object value) {
            int number = numberOf(value);
            out.put(number);
            cases.get(number).write(out, value);
        }

        @Override
        public Object read(FrameBuffer in) {
            int number = in.get();
            FrameBuffer.require(number < cases.size(), "a sealed type has no such case");
            return cases.get(number).read(in);
        }

        @Override
        public void wipe(Object value) {
            cases.get(numberOf(value)).wipe(value);
        }

        private int numberOf(Object value) {
            for (int i = 0; i < types.size(); i++) {
                if (types.get(i).isInstance(value)) {
                    return i;
                }
            }
            throw new IllegalStateException("a sealed type has no other case");
        }
    }

    /// The number of elements, then each.
    ///
    /// @param distinct a set, in the order in which it was sent
    record Many(Shape element, boolean distinct) implements Shape {
        @Override
        public String description() {
            return (distinct ? "Set<" : "List<") + element.description() + ">";
        }

        @Override
        public void write(FrameBuffer out, Object value) {
            Collection<?> elements = (Collection<?>) value;
            out.putInt(elements.size());
            elements.forEach(one -> element.write(out, one));
        }

        @Override
        public Object read(FrameBuffer in) {
            int count = in.getCount();
            Collection<Object> elements = distinct ? new LinkedHashSet<>() : new ArrayList<>();
            for (int i = 0; i < count; i++) {
                elements.add(element.read(in));
            }
            return elements;
        }

        @Override
        public void wipe(Object value) {
            ((Collection<?>) value).forEach(element::wipe);
        }
    }

    /// 0 for none, else 1 and the value.
    record Perhaps(Nullable value) implements Shape {
        @Override
        public String description() {
            return "Optional<" + value.description() + ">";
        }

        @Override
        public void write(FrameBuffer out, Object value) {
            this.value.write(out, ((Optional<?>) value).orElse(null));
        }

        @Override
        public Object read(FrameBuffer in) {
            return Optional.ofNullable(value.read(in));
        }

        @Override
        public void wipe(Object value) {
            this.value.wipe(((Optional<?>) value).orElse(null));
        }
    }

    interface Making {
        Object make() throws Throwable;
    }

    /// A value that its type refuses was never a value on the other side.
    private static Object made(Making making) {
        try {
            return making.make();
        } catch (IllegalArgumentException | NullPointerException | IndexOutOfBoundsException | Fault refused) {
            throw new FrameBuffer.Malformed("a value is one that its type takes");
        } catch (RuntimeException | Error broken) {
            throw broken;
        } catch (Throwable broken) {
            throw new IllegalStateException("records throw nothing that is checked", broken);
        }
    }
}
