package io.shouyin.vault;

import io.shouyin.paycrypto.X9143;
import java.util.List;
import java.util.Set;

/// What a purpose means in a key block (X9.143, 7.3): usage, algorithm, mode of use, and the lengths allowed.
///
/// Under the LMK every block is "not exportable" and carries its purpose as label (optional block `LB`), so that purposes
/// that the standard cannot tell apart (pepper and index) are told apart too. Usage `01` of a terminal's MAC key is from the
/// standard's proprietary range: the UnionPay-style MAC is none of those that have a code.
///
/// @param foreignModes modes that a peer may give the key that it sends
record KeyTemplate(String usage, char algorithm, char modeOfUse, Set<Integer> lengthsBytes, int lengthBytes,
                   Set<Character> foreignModes) {

    private static final String LABEL = "LB";

    static KeyTemplate of(KeyPurpose purpose) {
        return switch (purpose) {
            case TERMINAL_MASTER -> own("K0", 'T', 'E', Set.of(16, 24), 16);
            case TERMINAL_CREDENTIAL -> own("D0", 'A', 'D', Set.of(32), 32);
            case TERMINAL_PIN -> own("P0", 'T', 'D', Set.of(8, 16, 24), 16);
            case TERMINAL_MAC -> own("01", 'T', 'C', Set.of(8, 16), 8);
            case TERMINAL_DATA -> own("D0", 'T', 'D', Set.of(16, 24), 16);
            case ZONE_MASTER -> own("K1", 'A', 'B', Set.of(16, 24, 32), 32);
            case ZONE_PIN -> new KeyTemplate("P0", 'T', 'E', Set.of(16, 24), 16, Set.of('E', 'B', 'N'));
            case ZONE_MAC -> new KeyTemplate("M3", 'T', 'C', Set.of(16), 16, Set.of('C', 'N'));
            case CREDENTIAL_VERIFIER -> own("M7", 'H', 'C', Set.of(32), 32);
            case LOGIN_PEPPER, INDEX -> own("M7", 'H', 'G', Set.of(32), 32);
            case DATA -> own("D0", 'A', 'B', Set.of(32), 32);
        };
    }

    private static KeyTemplate own(String usage, char algorithm, char modeOfUse, Set<Integer> lengths, int length) {
        return new KeyTemplate(usage, algorithm, modeOfUse, lengths, length, Set.of());
    }

    boolean isTdes() {
        return algorithm == 'T';
    }

    /// The header of a block for `purpose` under the LMK.
    static X9143.Header header(KeyPurpose purpose) {
        KeyTemplate template = of(purpose);
        return X9143.Header.of('D', template.usage, template.algorithm, template.modeOfUse, 'N')
                .withOptionalBlocks(List.of(new X9143.OptionalBlock(LABEL, purpose.name())));
    }

    /// Whether header and length are those of `purpose`; the padding block does not count.
    static boolean fits(KeyPurpose purpose, X9143.Header header, int keyBytes) {
        X9143.Header expected = header(purpose);
        List<X9143.OptionalBlock> said = header.optionalBlocks().stream().filter(b -> !b.id().equals("PB")).toList();
        return header.withOptionalBlocks(said).equals(expected) && of(purpose).lengthsBytes.contains(keyBytes);
    }

    /// Whether a peer's block may become a key of this template.
    boolean takes(X9143.Header foreign, int keyBytes) {
        return foreign.usage().equals(usage) && foreign.algorithm() == algorithm
                && foreignModes.contains(foreign.modeOfUse()) && lengthsBytes.contains(keyBytes);
    }
}
