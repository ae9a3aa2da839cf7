package io.shouyin.vault;

import io.shouyin.paycrypto.KeyCheck;
import io.shouyin.paycrypto.X9143;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// What a purpose means in a key block (X9.143, 7.3): usage, algorithm, mode of use, the lengths allowed, and how far a key may
/// go.
///
/// Under the LMK every block carries its purpose as label (optional block `LB`), so that purposes that the standard cannot tell
/// apart (pepper and index) are told apart too. Usage `01` of a terminal's MAC key is from the standard's proprietary range: the
/// UnionPay-style MAC is none of those that have a code.
///
/// @param foreignModes modes that a peer may give the key that it sends
record KeyTemplate(String usage, char algorithm, char modeOfUse, Set<Integer> lengthsBytes, int lengthBytes,
                   Set<Character> foreignModes, Reach reach) {

    private static final String LABEL = "LB";

    /// How far a key may go from this vault.
    enum Reach {
        /// It never leaves, in no form.
        INTERNAL,
        /// People may hold it in parts.
        IN_PARTS,
        /// A peer may hold it too: by parts, or under a key-exchange key.
        EXCHANGED
    }

    static KeyTemplate of(KeyPurpose purpose) {
        return switch (purpose) {
            case TERMINAL_MASTER -> inParts("K0", 'T', 'E', Set.of(16, 24), 16);
            case TERMINAL_CREDENTIAL -> inParts("D0", 'A', 'D', Set.of(32), 32);
            case TERMINAL_PIN -> inParts("P0", 'T', 'D', Set.of(8, 16, 24), 16);
            case TERMINAL_MAC -> inParts("01", 'T', 'C', Set.of(8, 16), 8);
            case TERMINAL_DATA -> inParts("D0", 'T', 'D', Set.of(16, 24), 16);
            case ZONE_MASTER -> inParts("K1", 'A', 'B', Set.of(16, 24, 32), 32);
            case ZONE_PIN -> exchanged("P0", 'T', 'E', Set.of(16, 24), 16, Set.of('E', 'B', 'N'));
            case ZONE_PIN_AES -> exchanged("P0", 'A', 'E', Set.of(16, 24, 32), 16, Set.of('E', 'B', 'N'));
            case ZONE_PIN_INCOMING -> exchanged("P0", 'T', 'D', Set.of(16, 24), 16, Set.of('D', 'B', 'N'));
            case ZONE_PIN_INCOMING_AES -> exchanged("P0", 'A', 'D', Set.of(16, 24, 32), 16, Set.of('D', 'B', 'N'));
            case ZONE_MAC -> exchanged("M3", 'T', 'C', Set.of(16), 16, Set.of('C', 'N'));
            case DUKPT_BASE -> exchanged("B0", 'T', 'X', Set.of(16), 16, Set.of('X', 'N'));
            case DUKPT_BASE_AES -> exchanged("B0", 'A', 'X', Set.of(16, 24, 32), 16, Set.of('X', 'N'));
            case PIN_PVV -> exchanged("V2", 'T', 'V', Set.of(16), 16, Set.of('V', 'C', 'N'));
            case PIN_OFFSET -> exchanged("V1", 'T', 'V', Set.of(16, 24), 16, Set.of('V', 'C', 'N'));
            case CARD_VALUE_CHECK -> exchanged("C0", 'T', 'V', Set.of(16), 16, Set.of('V', 'C', 'N'));
            case CARD_VALUE_ISSUE -> exchanged("C0", 'T', 'C', Set.of(16), 16, Set.of('C', 'N'));
            case CHIP_CRYPTOGRAM -> exchanged("E0", 'T', 'X', Set.of(16), 16, Set.of('X', 'N'));
            case CREDENTIAL_VERIFIER -> internal("M7", 'H', 'C', Set.of(32), 32);
            case LOGIN_PEPPER, INDEX -> internal("M7", 'H', 'G', Set.of(32), 32);
            case DATA -> internal("D0", 'A', 'B', Set.of(32), 32);
        };
    }

    private static KeyTemplate internal(String usage, char algorithm, char modeOfUse, Set<Integer> lengths, int length) {
        return new KeyTemplate(usage, algorithm, modeOfUse, lengths, length, Set.of(), Reach.INTERNAL);
    }

    private static KeyTemplate inParts(String usage, char algorithm, char modeOfUse, Set<Integer> lengths, int length) {
        return new KeyTemplate(usage, algorithm, modeOfUse, lengths, length, Set.of(), Reach.IN_PARTS);
    }

    private static KeyTemplate exchanged(String usage, char algorithm, char modeOfUse, Set<Integer> lengths, int length,
                                         Set<Character> foreignModes) {
        return new KeyTemplate(usage, algorithm, modeOfUse, lengths, length, foreignModes, Reach.EXCHANGED);
    }

    boolean isTdes() {
        return algorithm == 'T';
    }

    boolean mayBe(Exportability exportability) {
        return exportability == Exportability.NONE || reach == Reach.EXCHANGED;
    }

    /// The header of a block for `purpose` under the LMK.
    static X9143.Header header(KeyPurpose purpose, Exportability exportability) {
        KeyTemplate template = of(purpose);
        return X9143.Header.of('D', template.usage, template.algorithm, template.modeOfUse, exportability.code())
                .withOptionalBlocks(List.of(label(purpose)));
    }

    private static X9143.OptionalBlock label(KeyPurpose purpose) {
        return new X9143.OptionalBlock(LABEL, purpose.name());
    }

    /// The header of a block for a peer: no label, all else as under the LMK.
    static X9143.Header headerForPeer(KeyPurpose purpose) {
        return header(purpose, Exportability.UNDER_EXCHANGE_KEY).withOptionalBlocks(List.of());
    }

    /// Whether header and length are those of `purpose`; the padding block does not count.
    private static boolean fits(KeyPurpose purpose, X9143.Header header, int keyBytes) {
        KeyTemplate template = of(purpose);
        List<X9143.OptionalBlock> said = header.optionalBlocks().stream().filter(b -> !b.id().equals("PB")).toList();
        X9143.Header bare = header.withOptionalBlocks(said);
        return template.lengthsBytes.contains(keyBytes) && Stream.of(Exportability.values())
                .anyMatch(exportability -> template.mayBe(exportability) && bare.equals(header(purpose, exportability)));
    }

    /// What the key in a block is for, by header and length.
    static Optional<KeyPurpose> purpose(X9143.Header header, int keyBytes) {
        return Stream.of(KeyPurpose.values())
                .filter(purpose -> header.optionalBlocks().contains(label(purpose)) && fits(purpose, header, keyBytes)).findFirst();
    }

    /// Whether a peer's block may become a key of this template.
    boolean takes(X9143.Header foreign, int keyBytes) {
        return foreign.usage().equals(usage) && foreign.algorithm() == algorithm
                && foreignModes.contains(foreign.modeOfUse()) && lengthsBytes.contains(keyBytes);
    }

    /// See [KeyCommands#checkValue].
    static String checkValue(char algorithm, byte[] key) {
        return switch (algorithm) {
            case 'T' -> KeyCheck.tdes(key);
            case 'H' -> KeyCheck.hmac(key, 3);
            default -> KeyCheck.aesCmac(key);
        };
    }

    /// How hard the key is to guess, in bits (NIST SP 800-57 part 1).
    static int strengthBits(char algorithm, int keyBytes) {
        if (algorithm != 'T') {
            return 8 * keyBytes;
        }
        return switch (keyBytes) {
            case 8 -> 56;
            case 16 -> 80;
            default -> 112;
        };
    }
}
