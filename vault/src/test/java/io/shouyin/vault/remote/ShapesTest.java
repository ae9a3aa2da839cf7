package io.shouyin.vault.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shouyin.kernel.CardDataAccess;
import io.shouyin.kernel.Pan;
import io.shouyin.kernel.Secret;
import io.shouyin.kernel.SecretAccess;
import io.shouyin.kernel.TraceNumber;
import io.shouyin.vault.KeyPurpose;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.channels.Channels;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Values as bytes and back, and bytes that are no value.
class ShapesTest {

    record Everything(boolean yes, int number, long big, byte[] bytes, String text, KeyPurpose constant, Secret secret, Pan pan, Animal animal,
                      List<String> list, Set<String> set, Optional<String> perhaps, Integer box) {}

    sealed interface Animal {
        record Cat(int lives) implements Animal {}

        record Dog() implements Animal {}
    }

    record Holder(Everything everything) {}

    record Endless(List<Endless> inner) {}

    record Foreign(Map<String, String> map) {}

    private interface Commands {
        String first(int one);

        Instant last();
    }

    @Test
    void everyShape_thereAndBack_isTheSame() throws IOException {
        Shape shape = Shapes.of(Holder.class);
        Everything sent = new Everything(true, -7, Long.MIN_VALUE, new byte[] {1, 2}, "守银", KeyPurpose.INDEX, Secret.of("tea5Pot9"),
                Pan.of("6216261000000000018"), new Animal.Cat(9), List.of("a", "b"), Set.of("c"), Optional.of("d"), 5);
        Everything came = ((Holder) thereAndBack(shape, new Holder(sent))).everything();
        assertThat(came).usingRecursiveComparison().ignoringFields("secret", "pan", "set").isEqualTo(sent);
        assertThat(came.set()).isEqualTo(sent.set());
        assertThat(came.secret().sameAs(sent.secret())).isTrue();
        assertThat(came.pan()).isEqualTo(sent.pan());
        assertThat(came.pan().reveal(CardDataAccess.granted())).isEqualTo("6216261000000000018");
    }

    @Test
    void everyReference_null_isNullAgain() throws IOException {
        Shape shape = Shapes.of(Holder.class);
        Everything sent = new Everything(false, 0, 0, null, null, null, null, null, null, null, null, Optional.empty(), null);
        assertThat(thereAndBack(shape, new Holder(sent))).isEqualTo(new Holder(sent));
        assertThat(thereAndBack(shape, null)).isNull();
    }

    @Test
    void wipe_value_closesEverySecretInIt() {
        Secret first = Secret.of("tea5Pot9");
        Secret second = Secret.of("cup8Dish2");
        record Issued(Optional<Secret> first, List<Secret> more) {}
        Shapes.of(Issued.class).wipe(new Issued(Optional.of(first), Arrays.asList(second, null)));
        assertThatThrownBy(() -> first.reveal(SecretAccess.granted())).hasMessageContaining("wiped");
        assertThatThrownBy(() -> second.reveal(SecretAccess.granted())).hasMessageContaining("wiped");
    }

    @Test
    void wipe_frame_leavesNothing() {
        FrameBuffer frame = new FrameBuffer();
        Shapes.of(Secret.class).write(frame.begin(), Secret.of("tea5Pot9"));
        frame.wipe();
        while (frame.bytes.hasRemaining()) {
            assertThat(frame.bytes.get()).isZero();
        }
    }

    @Test
    void type_withoutShape_isRefusedByItsName() {
        assertThatThrownBy(() -> Shapes.of(Foreign.class)).isInstanceOf(IllegalArgumentException.class).hasMessageContaining("java.util.Map<");
        assertThatThrownBy(() -> Shapes.of(Endless.class)).isInstanceOf(IllegalArgumentException.class).hasMessageContaining("Endless").hasMessageContaining("itself");
        assertThatThrownBy(() -> Shapes.of(Number.class)).isInstanceOf(IllegalArgumentException.class).hasMessageContaining("java.lang.Number");
        assertThatThrownBy(() -> CommandTable.of(Commands.class)).isInstanceOf(IllegalArgumentException.class).hasMessageContaining("java.time.Instant");
    }

    @Test
    void fingerprint_otherNamesTypesOrConstants_differs() {
        interface One {
            int ask(String text);
        }
        interface Renamed {
            int tell(String text);
        }
        interface Retyped {
            long ask(String text);
        }
        assertThat(CommandTable.of(One.class).fingerprint()).hasSize(32).isEqualTo(CommandTable.of(One.class).fingerprint());
        assertThat(List.of(One.class, Renamed.class, Retyped.class)).extracting(type -> HexFormat.of().formatHex(CommandTable.of(type).fingerprint()))
                .doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            boolean that is neither,            yes,     02
            presence that is neither,           text,    02
            text that is not UTF-8,             text,    01 00000001 FF
            text longer than the frame,         text,    01 00000009 61
            text of negative length,            text,    01 FFFFFFFF 61
            text cut short,                     text,    01 0000
            constant that there is not,         purpose, 01 FFFF
            case that there is not,             animal,  01 02
            card number of letters,             pan,     01 0000000C 616161616161616161616161
            trace that the type refuses,        trace,   01 FFFFFFFF
            list longer than the frame,         list,    01 7FFFFFFF 00
            something behind the value,         yes,     01 00
            """)
    void bytes_thatAreNoValue_areRefused(String what, String shape, String hex) throws IOException {
        Shape of = switch (shape) {
            case "yes" -> Shapes.of(boolean.class);
            case "text" -> Shapes.of(String.class);
            case "purpose" -> Shapes.of(KeyPurpose.class);
            case "animal" -> Shapes.of(Animal.class);
            case "pan" -> Shapes.of(Pan.class);
            case "trace" -> Shapes.of(TraceNumber.class);
            default -> Shapes.of(new CommandTableProbe().listType());
        };
        FrameBuffer frame = received(HexFormat.of().parseHex(hex.replace(" ", "")));
        assertThatThrownBy(() -> {
            of.read(frame);
            frame.requireEnd();
        }).as(what).isInstanceOf(FrameBuffer.Malformed.class);
    }

    @Test
    void value_longerThanAFrame_isRefused() {
        assertThatThrownBy(() -> Shapes.of(String.class).write(new FrameBuffer().begin(), "x".repeat(FrameBuffer.BODY_BYTES_MAX)))
                .isInstanceOf(FrameBuffer.TooLong.class);
    }

    private static final class CommandTableProbe {
        @SuppressWarnings("unused")
        private List<String> list;

        java.lang.reflect.Type listType() {
            try {
                return CommandTableProbe.class.getDeclaredField("list").getGenericType();
            } catch (NoSuchFieldException broken) {
                throw new AssertionError(broken);
            }
        }
    }

    private static Object thereAndBack(Shape shape, Object value) throws IOException {
        FrameBuffer out = new FrameBuffer();
        shape.write(out.begin(), value);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        out.send(Channels.newChannel(bytes));
        FrameBuffer in = new FrameBuffer();
        in.receive(Channels.newChannel(new ByteArrayInputStream(bytes.toByteArray())), () -> {});
        Object came = shape.read(in);
        in.requireEnd();
        return came;
    }

    private static FrameBuffer received(byte[] body) throws IOException {
        FrameBuffer frame = new FrameBuffer();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        frame.begin().putRaw(body).send(Channels.newChannel(bytes));
        frame.receive(Channels.newChannel(new ByteArrayInputStream(bytes.toByteArray())), () -> {});
        return frame;
    }

}
