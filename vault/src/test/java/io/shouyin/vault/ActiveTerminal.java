package io.shouyin.vault;

import static io.shouyin.vault.Fixtures.text;

import io.shouyin.paycrypto.TerminalProfile;
import io.shouyin.paycrypto.WorkingKeyField;
import io.shouyin.vault.TerminalKeyCommands.KeyLoad;
import io.shouyin.vault.TerminalKeyCommands.WorkingKeySet;
import io.shouyin.vault.TerminalKeyCommands.WorkingKeys;

/// A terminal of a profile that was activated and has signed in: its keys as it knows them, and as the vault does.
final class ActiveTerminal {
    final byte[] tmk;
    final KeyLoad.Loaded loaded;
    final WorkingKeys working;
    final WorkingKeyField.Keys keys;

    ActiveTerminal(SecurityModule vault, TerminalProfile profile) {
        Device device = new Device();
        KeyBlock data = vault.generate(KeyPurpose.DATA);
        var issued = vault.issueActivation(data, device.serial);
        String code = text(issued.clear());
        loaded = (KeyLoad.Loaded) vault.loadTerminal(data, issued.sealed(), device.prove(code), profile, new byte[0]);
        try (var atDevice = device.unwrap(code, loaded)) {
            tmk = atDevice.tmk();
        }
        working = vault.issueWorkingKeys(loaded.terminalMasterKey(), switch (profile) {
            case TDES -> WorkingKeySet.DOUBLE_WITH_TRACK;
            case AES -> WorkingKeySet.AES;
            case SM4 -> WorkingKeySet.SM4;
        });
        keys = profile.workingKeys(tmk, working.field62());
    }
}
