package io.shouyin.vault;

import io.shouyin.paycrypto.TerminalProfile;
import io.shouyin.paycrypto.X9143;
import java.util.Optional;
import java.util.regex.Pattern;

/// The handle of a key: an X9.143 key block under the LMK, printable ASCII, worth nothing outside the vault.
///
/// Usage, algorithm, mode of use and exportability are in its header and are bound to the key by the block's MAC;
/// the vault enforces them on each command. Blocks rest in the database as they are. Which LMK a block is under stands behind
/// its header, see [#masterKeyText].
///
/// Any text can be handed in: whether it is a block is judged by the command that takes it, and written down there
/// ([VaultRefusal#KEY_BLOCK_REFUSED]).
public record KeyBlock(String value) {

    /// Where [#masterKeyText] begins, counted from 1 as SQL does.
    public static final int MASTER_KEY_AT = 17;

    private static final String MASTER_KEY = "KP";
    /// Twelve characters in all; `01` is the CMAC form of a check value.
    private static final String MASTER_KEY_START = MASTER_KEY + "0C01";
    private static final int HEADER_CHARACTERS = 16;
    private static final int ALGORITHM_AT = 7;
    private static final Pattern HEADER = Pattern.compile("[A-E4][0-9]{4}[A-Z0-9]{4}[A-Za-z0-9]{2}[ENS][0-9]{2}[A-Za-z0-9]{2}");

    public KeyBlock {
        Given.all(value);
    }

    /// What stands in a block under the LMK with this check value, 12 characters: an optional block `KP` of X9.143.
    public static String masterKeyText(String checkValue) {
        return MASTER_KEY_START + checkValue;
    }

    /// The check value of the LMK that it is under; absent in blocks from before LMKs could change.
    public Optional<String> masterKey() {
        return value.startsWith(MASTER_KEY_START, MASTER_KEY_AT - 1) && value.length() > MASTER_KEY_AT + 11
                ? Optional.of(value.substring(MASTER_KEY_AT + 5, MASTER_KEY_AT + 11)) : Optional.empty();
    }

    /// Whose cipher the key is of; meant for a terminal's own keys.
    ///
    /// @throws io.shouyin.kernel.Fault [VaultRefusal#KEY_BLOCK_REFUSED] for what has no header
    public TerminalProfile terminalProfile() {
        if (value.length() < HEADER_CHARACTERS) {
            throw VaultRefusal.KEY_BLOCK_REFUSED.fault();
        }
        return switch (value.charAt(ALGORITHM_AT)) {
            case X9143.ALGORITHM_SM4 -> TerminalProfile.SM4;
            case 'A' -> TerminalProfile.AES;
            default -> TerminalProfile.TDES;
        };
    }

    static X9143.OptionalBlock masterKeyMark(String checkValue) {
        return new X9143.OptionalBlock(MASTER_KEY, "01" + checkValue);
    }

    static boolean isMasterKeyMark(X9143.OptionalBlock block) {
        return block.id().equals(MASTER_KEY);
    }

    /// Whether a block may be under this LMK: it says so, or says nothing.
    boolean mayBeUnder(String checkValue) {
        return masterKey().map(checkValue::equals).orElse(true);
    }

    /// The header of a block; nothing of another text, which may be anything.
    @Override
    public String toString() {
        return HEADER.matcher(value).lookingAt() ? "KeyBlock[" + value.substring(0, HEADER_CHARACTERS) + "...]" : "KeyBlock[no header]";
    }
}
