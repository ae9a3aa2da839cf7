package io.shouyin.iso8583;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class CodecPropertyTest {

    private static final long SEED = 8583;
    private static final int MESSAGES = 3000;

    static List<Dialect> dialects() {
        return List.of(Dialects.TERMINAL, Dialects.NETWORK);
    }

    @ParameterizedTest
    @MethodSource("dialects")
    void everyField_ofEveryLegalLength_comesBack(Dialect dialect) throws Exception {
        var random = new SplittableRandom(SEED);
        var codec = new Codec(dialect);
        for (FieldSpec spec : dialect.fields()) {
            for (int length = lengthMin(spec); length <= spec.lengthMax(); length++) {
                var message = put(Message.builder("0200"), spec, length, random).build();
                assertComesBack(codec, message);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("dialects")
    void randomMessage_encoded_comesBack(Dialect dialect) throws Exception {
        var random = new SplittableRandom(SEED);
        var codec = new Codec(dialect);
        List<String> types = dialect.types();
        for (int i = 0; i < MESSAGES; i++) {
            var message = Message.builder(types.get(random.nextInt(types.size())));
            int oneIn = 1 + random.nextInt(12);
            boolean above64 = random.nextBoolean();
            for (FieldSpec spec : dialect.fields()) {
                boolean fits = above64 ? spec.number() != 64 : spec.number() <= 64;
                if (fits && random.nextInt(oneIn) == 0) {
                    int min = lengthMin(spec);
                    put(message, spec, min + random.nextInt(spec.lengthMax() - min + 1), random);
                }
            }
            assertComesBack(codec, message.build());
        }
    }

    private static void assertComesBack(Codec codec, Message message) throws DecodeException {
        byte[] body = codec.encode(message);
        var decoded = codec.decode(body);
        assertThat(decoded.message()).isEqualTo(message).hasSameHashCodeAs(message);
        assertThat(codec.encode(decoded.message())).isEqualTo(body);
        int at = codec.dialect().packing() == Dialect.Packing.PACKED ? 10 : decoded.message().secondary() == 0 ? 20 : 36;
        for (FieldSpan span : decoded.spans()) {
            assertThat(span.offsetBytes()).isEqualTo(at);
            at += span.lengthBytes();
        }
        assertThat(at).isEqualTo(body.length);
    }

    private static int lengthMin(FieldSpec spec) {
        if (spec.isVariable()) {
            return spec.number() == 2 ? 1 : 0;
        }
        return spec.isBinary() || spec.kind() == FieldKind.N ? spec.lengthMax() : 0;
    }

    private static Message.Builder put(Message.Builder message, FieldSpec spec, int length, SplittableRandom random) {
        if (spec.isBinary()) {
            byte[] bytes = new byte[length];
            random.nextBytes(bytes);
            return message.bytes(spec.number(), bytes);
        }
        var text = new StringBuilder();
        while (text.length() < length) {
            char c = (char) random.nextInt(256);
            if (spec.kind() == FieldKind.Z ? c >= '0' && c <= '9' || c == '=' : spec.kind().allows(c)) {
                text.append(c);
            }
        }
        if (!spec.isVariable() && spec.kind() != FieldKind.N) {
            while (!text.isEmpty() && text.charAt(text.length() - 1) == ' ') {
                text.setCharAt(text.length() - 1, 'x');
            }
        }
        return message.text(spec.number(), text.toString());
    }
}
