package io.shouyin.vault;

import io.shouyin.paycrypto.CryptoRefusedException;
import io.shouyin.paycrypto.KeyCheck;
import io.shouyin.paycrypto.KeyComponents;
import io.shouyin.paycrypto.Tdes;
import io.shouyin.paycrypto.TerminalProfile;
import io.shouyin.paycrypto.X9143;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// What a purpose means in a key block (X9.143, 7.3): usage, algorithm, mode of use, the lengths allowed, and how far a key may
/// go.
///
/// Under the LMK every block carries its purpose as label (optional block `LB`), so that purposes that the standard cannot tell
/// apart (pepper and index) are told apart too. The keys of a terminal are of the cipher of its profile: `T`, `A`, or `4` for SM4, a
/// digit that the standard leaves to proprietary algorithms. Usage `01` of a TDES MAC key is from the proprietary range too: the
/// UnionPay-style MAC is none of those that have a code. A TMK is `K0` where it encrypts single keys and `K1` where it protects key
/// blocks.
///
/// @param foreignModes modes that a peer may give the key that it sends
record KeyTemplate(String usage, char algorithm, char modeOfUse, Set<Integer> lengthsBytes, int lengthBytes,
                   Set<Character> foreignModes, Reach reach) {

    private static final String LABEL = "LB";
    private static final Map<X9143.Header, Kind> KINDS = kinds();

    /// How far a key may go from this vault.
    enum Reach {
        /// It never leaves, in no form.
        INTERNAL,
        /// People may hold it in parts.
        IN_PARTS,
        /// A peer may hold it too: by parts, or under a key-exchange key.
        EXCHANGED
    }

    /// What a key under the LMK is for.
    ///
    /// @param profile of a terminal's own key; `tdes` for all others
    record Kind(KeyPurpose purpose, TerminalProfile profile) {}

    /// Of a purpose that has one cipher; of a terminal's keys in the profile `tdes`.
    static KeyTemplate of(KeyPurpose purpose) {
        return of(purpose, TerminalProfile.TDES);
    }

    /// @param profile told apart for a terminal's own keys
    static KeyTemplate of(KeyPurpose purpose, TerminalProfile profile) {
        return switch (purpose) {
            case TERMINAL_MASTER -> switch (profile) {
                case TDES -> inParts("K0", 'T', 'E', Set.of(16, 24), 16);
                case AES, SM4 -> exactly("K1", profile, 'E', profile.masterKeyBytes());
            };
            case TERMINAL_CREDENTIAL -> inParts("D0", 'A', 'D', Set.of(32), 32);
            case TERMINAL_PIN -> switch (profile) {
                case TDES -> inParts("P0", 'T', 'D', Set.of(8, 16, 24), 16);
                case AES, SM4 -> exactly("P0", profile, 'D', TerminalProfile.WORKING_KEY_BYTES);
            };
            case TERMINAL_MAC -> switch (profile) {
                case TDES -> inParts("01", 'T', 'C', Set.of(8, 16), 8);
                case AES, SM4 -> exactly("M6", profile, 'C', TerminalProfile.WORKING_KEY_BYTES);
            };
            case TERMINAL_DATA -> switch (profile) {
                case TDES -> inParts("D0", 'T', 'D', Set.of(16, 24), 16);
                case AES, SM4 -> exactly("D0", profile, 'D', TerminalProfile.WORKING_KEY_BYTES);
            };
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

    private static KeyTemplate exactly(String usage, TerminalProfile profile, char modeOfUse, int lengthBytes) {
        char algorithm = switch (profile) {
            case TDES -> 'T';
            case AES -> 'A';
            case SM4 -> X9143.ALGORITHM_SM4;
        };
        return inParts(usage, algorithm, modeOfUse, Set.of(lengthBytes), lengthBytes);
    }

    boolean isTdes() {
        return algorithm == 'T';
    }

    /// Whether it is a key that somebody may have: one byte over and over is none, and a TDES key has no weak part and no equal ones.
    boolean isStrong(byte[] key) {
        try {
            KeyComponents.requireKey(key);
            if (isTdes()) {
                Tdes.requireStrong(key);
            }
            return true;
        } catch (CryptoRefusedException e) {
            return false;
        }
    }

    boolean mayBe(Exportability exportability) {
        return exportability == Exportability.NONE || reach == Reach.EXCHANGED;
    }

    /// The header of a block for `purpose` under the LMK.
    static X9143.Header header(KeyPurpose purpose, TerminalProfile profile, Exportability exportability) {
        KeyTemplate template = of(purpose, profile);
        return X9143.Header.of('D', template.usage, template.algorithm, template.modeOfUse, exportability.code())
                .withOptionalBlocks(List.of(new X9143.OptionalBlock(LABEL, purpose.name())));
    }

    /// The header of a block for a peer: no label, all else as under the LMK.
    static X9143.Header headerForPeer(KeyPurpose purpose) {
        return header(purpose, TerminalProfile.TDES, Exportability.UNDER_EXCHANGE_KEY).withOptionalBlocks(List.of());
    }

    /// What the key of a block under the LMK is for, if header and length are those of a purpose.
    static Optional<Kind> kindOf(X9143.Header header, int keyBytes) {
        return Optional.ofNullable(KINDS.get(TerminalMark.without(said(header))))
                .filter(kind -> kind.purpose == KeyPurpose.TERMINAL_PIN || !TerminalMark.isIn(header))
                .filter(kind -> of(kind.purpose, kind.profile).lengthsBytes.contains(keyBytes));
    }

    /// What a header says of its key: without padding block and mark of the LMK, which belong to the wrapping.
    static X9143.Header said(X9143.Header header) {
        return header.withOptionalBlocks(header.optionalBlocks().stream()
                .filter(block -> !block.id().equals("PB") && !KeyBlock.isMasterKeyMark(block)).toList());
    }

    private static Map<X9143.Header, Kind> kinds() {
        Map<X9143.Header, Kind> kinds = new HashMap<>();
        for (KeyPurpose purpose : KeyPurpose.values()) {
            for (TerminalProfile profile : TerminalProfile.values()) {
                for (Exportability exportability : Exportability.values()) {
                    if (of(purpose, profile).mayBe(exportability)) {
                        kinds.putIfAbsent(header(purpose, profile, exportability), new Kind(purpose, profile));
                    }
                }
            }
        }
        return Map.copyOf(kinds);
    }

    /// Whether a peer's block may become a key of this template.
    boolean takes(X9143.Header foreign, int keyBytes) {
        return foreign.usage().equals(usage) && foreign.algorithm() == algorithm
                && foreignModes.contains(foreign.modeOfUse()) && lengthsBytes.contains(keyBytes);
    }

    /// See [KeyCommands#checkValue].
    static String checkValue(char algorithm, byte[] key) {
        return checkValue(algorithm, key, 3);
    }

    /// As much of it as a paper may carry: 8 digits for TDES, else 10.
    static String checkValueOnPaper(char algorithm, byte[] key) {
        return checkValue(algorithm, key, 5);
    }

    private static String checkValue(char algorithm, byte[] key, int cmacBytes) {
        return switch (algorithm) {
            case 'T' -> KeyCheck.tdes(key);
            case 'H' -> KeyCheck.hmac(key, cmacBytes);
            case X9143.ALGORITHM_SM4 -> KeyCheck.sm4Cmac(key, cmacBytes);
            default -> KeyCheck.aesCmac(key, cmacBytes);
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
