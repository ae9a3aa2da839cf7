package io.shouyin.vault;

import io.shouyin.paycrypto.HmacSha256;
import io.shouyin.paycrypto.X9143;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// Whose a PIN key is, so that [PinLimits] count a terminal through all of its sign-ins: the vault writes it into the block of each PIN
/// key that it issues, under the block's MAC, and believes nobody else.
///
/// 16 hex digits in the optional block `20`, of those that X9.143 leaves to proprietary use: the first 8 bytes of an HMAC-SHA-256 under
/// the TMK. It tells nothing of that key, and is the same in every vault. A PIN key whose block says nothing is a terminal by itself, and the
/// key under which a network sends PINs is that network.
record TerminalMark(long number) {

    private static final String ID = "20";
    private static final Set<KeyPurpose> MARKED =
            Set.of(KeyPurpose.TERMINAL_MASTER, KeyPurpose.ZONE_PIN_INCOMING, KeyPurpose.ZONE_PIN_INCOMING_AES);
    private static final byte[] CONTEXT = "shouyin terminal mark v1".getBytes(StandardCharsets.US_ASCII);

    /// @param kind of the key in a block with this header
    /// @return empty for a key that is neither TMK nor one under which PINs come
    static Optional<TerminalMark> of(KeyTemplate.Kind kind, X9143.Header header, byte[] key) {
        if (kind.purpose() == KeyPurpose.TERMINAL_PIN) {
            return Optional.of(marks(header).map(TerminalMark::read).findFirst().orElseGet(() -> of(key)));
        }
        return MARKED.contains(kind.purpose()) ? Optional.of(of(key)) : Optional.empty();
    }

    private static TerminalMark of(byte[] key) {
        return new TerminalMark(ByteBuffer.wrap(HmacSha256.mac(key, CONTEXT)).getLong());
    }

    private static TerminalMark read(X9143.OptionalBlock block) {
        return new TerminalMark(HexFormat.fromHexDigitsToLong(block.data()));
    }

    /// The same header, saying it.
    X9143.Header in(X9143.Header header) {
        X9143.OptionalBlock mark = new X9143.OptionalBlock(ID, HexFormat.of().withUpperCase().toHexDigits(number));
        return header.withOptionalBlocks(Stream.concat(header.optionalBlocks().stream(), Stream.of(mark)).toList());
    }

    static X9143.Header without(X9143.Header header) {
        return header.withOptionalBlocks(header.optionalBlocks().stream().filter(block -> !isMark(block)).toList());
    }

    static boolean isIn(X9143.Header header) {
        return marks(header).findAny().isPresent();
    }

    private static Stream<X9143.OptionalBlock> marks(X9143.Header header) {
        return header.optionalBlocks().stream().filter(TerminalMark::isMark);
    }

    private static boolean isMark(X9143.OptionalBlock block) {
        return block.id().equals(ID);
    }
}
