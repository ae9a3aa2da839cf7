package io.shouyin.vault;

import static io.shouyin.vault.Fixtures.hex;
import static io.shouyin.vault.Fixtures.known;

import io.shouyin.paycrypto.WorkingKeyField;
import io.shouyin.paycrypto.X9143;
import io.shouyin.vault.TerminalKeyCommands.WorkingKeySet;

/// A terminal and a network whose PIN keys are known here and in the vault.
final class PinSide {
    final byte[] pik;
    final byte[] zpk = hex("BCB60E75A7A46ED9922573D3DF31A497");
    final KeyBlock from;
    private final SecurityModule vault;
    private final KeyBlock terminalMasterKey;
    final KeyBlock to;

    PinSide(SecurityModule vault) {
        this(vault, "0123456789ABCDEFFEDCBA9876543210");
    }

    /// @param tmk that tells this terminal from others
    PinSide(SecurityModule vault, String tmk) {
        this.vault = vault;
        terminalMasterKey = known(vault, KeyPurpose.TERMINAL_MASTER, tmk);
        var working = vault.issueWorkingKeys(terminalMasterKey, WorkingKeySet.DOUBLE);
        pik = WorkingKeyField.parse(hex(tmk), working.field62()).pik();
        from = working.pinKey();
        KeyBlock kek = known(vault, KeyPurpose.ZONE_MASTER, "7701".repeat(16));
        to = vault.receive(kek, X9143.wrap(hex("7701".repeat(16)), X9143.Header.of('D', "P0", 'T', 'E', 'N'), zpk),
                KeyPurpose.ZONE_PIN);
    }

    /// The PIN key of another sign-in.
    KeyBlock signInAgain() {
        return vault.issueWorkingKeys(terminalMasterKey, WorkingKeySet.DOUBLE).pinKey();
    }
}
