package io.shouyin.vault;

import static io.shouyin.vault.Fixtures.assertFault;
import static io.shouyin.vault.Fixtures.hex;
import static io.shouyin.vault.Fixtures.known;
import static io.shouyin.vault.Fixtures.refusedUnless;
import static io.shouyin.vault.Fixtures.text;
import static io.shouyin.vault.Fixtures.utf8;
import static org.assertj.core.api.Assertions.assertThat;

import io.shouyin.kernel.Secret;
import io.shouyin.paycrypto.ActivationExchange;
import io.shouyin.paycrypto.HostWord;
import io.shouyin.paycrypto.KeyCheck;
import io.shouyin.paycrypto.Tdes;
import io.shouyin.paycrypto.TerminalProfile;
import io.shouyin.paycrypto.TrackBlock;
import io.shouyin.paycrypto.TrackCipher;
import io.shouyin.paycrypto.UnionPayMac;
import io.shouyin.paycrypto.WorkingKeyBlocks;
import io.shouyin.paycrypto.WorkingKeyField;
import io.shouyin.vault.TerminalKeyCommands.DeviceProof;
import io.shouyin.vault.TerminalKeyCommands.KeyLoad;
import io.shouyin.vault.TerminalKeyCommands.WorkingKeySet;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What every implementation of [TerminalKeyCommands] does.
interface TerminalKeyContract {

    SecurityModule vault();

    @Test
    default void hostWord_ofATerminal_isKnownToItAlone() {
        KeyBlock data = vault().generate(KeyPurpose.DATA);
        Device device = new Device();
        var issued = vault().issueActivation(data, device.serial);
        String code = text(issued.clear());
        var loaded = (KeyLoad.Loaded) vault().loadTerminal(data, issued.sealed(), device.prove(code), TerminalProfile.AES, new byte[0]);
        byte[] order = HostWord.Kind.ORDER.covered(utf8("{}"));
        byte[] mac = vault().hostWord(loaded.terminalCredentialKey(), order);
        assertThat(mac).hasSize(HostWord.MAC_BYTES).isNotEqualTo(vault().hostWord(vault().generate(KeyPurpose.TERMINAL_CREDENTIAL), order));
        try (var atDevice = device.unwrap(code, loaded); var key = HostWord.key(atDevice.tck())) {
            assertThat(key.verify(order, mac)).isTrue();
            assertThat(key.verify(HostWord.Kind.PARAMETERS.covered(utf8("{}")), mac)).as("what is said as another kind").isFalse();
        }
    }

    @Test
    default void activation_rightCode_loadsKeysThatWork() {
        KeyBlock data = vault().generate(KeyPurpose.DATA);
        Device device = new Device();
        var issued = vault().issueActivation(data, device.serial);
        String code = text(issued.clear());
        assertThat(code).matches("[" + ActivationExchange.CODE_ALPHABET + "]{12}");

        var loaded = (KeyLoad.Loaded) vault().loadTerminal(data, issued.sealed(), device.prove(code), TerminalProfile.TDES, utf8("{\"a\":1}"));
        try (var keys = device.unwrap(code, loaded)) {
            assertThat(keys.settings()).isEqualTo(utf8("{\"a\":1}"));
            assertThat(loaded.masterKeyCheckValue()).isEqualTo(KeyCheck.tdes(keys.tmk()))
                    .isEqualTo(vault().checkValue(loaded.terminalMasterKey()));
            var working = vault().issueWorkingKeys(loaded.terminalMasterKey(), WorkingKeySet.DOUBLE_WITH_TRACK);
            try (var parsed = WorkingKeyField.parse(keys.tmk(), working.field62())) {
                assertThat(KeyCheck.tdes(parsed.pik())).isEqualTo(vault().checkValue(working.pinKey()));
            }
        }
    }

    @Test
    default void activation_wrongProofOrKeyOrDevice_isToldApart() {
        KeyBlock data = vault().generate(KeyPurpose.DATA);
        Device device = new Device();
        var issued = vault().issueActivation(data, device.serial);
        String code = text(issued.clear());
        String wrong = (code.charAt(0) == '2' ? '3' : '2') + code.substring(1);
        assertThat(vault().loadTerminal(data, issued.sealed(), device.prove(wrong), TerminalProfile.TDES, new byte[0]))
                .isInstanceOf(KeyLoad.ProofWrong.class);

        byte[] noPoint = device.pair.publicKey();
        noPoint[noPoint.length - 1] ^= 1;
        byte[] codeKey = ActivationExchange.codeKey(code, device.serial);
        var proof = new DeviceProof(device.serial, noPoint, device.nonce,
                ActivationExchange.proof(codeKey, device.serial, noPoint, device.nonce));
        assertThat(vault().loadTerminal(data, issued.sealed(), proof, TerminalProfile.TDES, new byte[0]))
                .isInstanceOf(KeyLoad.PublicKeyInvalid.class);

        DeviceProof right = device.prove(code);
        DeviceProof another = new DeviceProof("SN-OTHER", right.devicePublicKey(), right.nonce(), right.proof());
        assertFault(VaultRefusal.SEALED_DATA_BROKEN,
                () -> vault().loadTerminal(data, issued.sealed(), another, TerminalProfile.TDES, new byte[0]));
        assertFault(VaultRefusal.SEALED_DATA_BROKEN,
                () -> vault().open(data, issued.sealed(), utf8(device.serial)));
        DeviceProof shortNonce = new DeviceProof(device.serial, right.devicePublicKey(), new byte[31], right.proof());
        assertFault(VaultRefusal.VAULT_INPUT_INVALID,
                () -> vault().loadTerminal(data, issued.sealed(), shortNonce, TerminalProfile.TDES, new byte[0]));
    }

    @ParameterizedTest
    @EnumSource(names = {"AES", "SM4"})
    default void issueWorkingKeys_asKeyBlocks_workOnBothSides(TerminalProfile profile) {
        ActiveTerminal terminal = new ActiveTerminal(vault(), profile);
        assertThat(terminal.tmk).hasSize(profile.masterKeyBytes());
        assertThat(terminal.loaded.masterKeyCheckValue()).matches("[0-9A-F]{6}")
                .isEqualTo(vault().checkValue(terminal.loaded.terminalMasterKey()));
        assertThat(terminal.working.field62()).hasSize(WorkingKeyBlocks.FIELD_BYTES);
        byte[] message = utf8("a message of the terminal");
        byte[] mac = profile.mac(terminal.keys.mak(), message);
        assertThat(vault().mac(terminal.working.macKey(), message)).isEqualTo(mac);
        assertThat(vault().verifyMac(terminal.working.macKey(), message, mac)).isTrue();
        for (int bit = 0; bit < 64; bit++) {
            byte[] changed = mac.clone();
            changed[bit / 8] ^= (byte) (1 << bit % 8);
            assertThat(vault().verifyMac(terminal.working.macKey(), message, changed)).isFalse();
        }
        assertThat(vault().verifyMac(terminal.working.macKey(), message, new byte[0])).isFalse();

        String track = "6216261000000000018=30122200000000000";
        byte[] block = TrackBlock.encrypt(profile.ready(terminal.keys.tdk()), track);
        assertThat(vault().openTrackBlock(terminal.working.dataKey(), block)).isEqualTo(track);
        for (int length : new int[] {0, 16, 47, 48, 49}) {
            assertFault(VaultRefusal.TRACK_UNREADABLE, () -> vault().openTrackBlock(terminal.working.dataKey(), new byte[length]));
        }
    }

    /// The algorithm of a key is enforced as its purpose is.
    @ParameterizedTest
    @EnumSource
    default void anyCommand_keyOfAnotherProfile_isRefusedByName(TerminalProfile profile) {
        ActiveTerminal terminal = new ActiveTerminal(vault(), profile);
        for (WorkingKeySet set : WorkingKeySet.values()) {
            refusedUnless(set.profile() == profile, () -> vault().issueWorkingKeys(terminal.loaded.terminalMasterKey(), set));
        }
        refusedUnless(profile == TerminalProfile.TDES, () -> vault().openTrack(terminal.working.dataKey(), "123"));
        refusedUnless(profile != TerminalProfile.TDES, () -> vault().openTrackBlock(terminal.working.dataKey(), new byte[48]));
        for (KeyBlock wrong : List.of(terminal.working.pinKey(), terminal.working.dataKey(), terminal.loaded.terminalMasterKey(),
                terminal.loaded.terminalCredentialKey())) {
            assertFault(VaultRefusal.KEY_USE_REFUSED, () -> vault().mac(wrong, new byte[8]));
        }
        assertFault(VaultRefusal.KEY_USE_REFUSED,
                () -> vault().issueWorkingKeys(terminal.loaded.terminalCredentialKey(), WorkingKeySet.AES));
    }

    /// The header is bound to the key: no letter of it can be turned into another profile's.
    @Test
    default void keyBlock_algorithmChanged_isRefused() {
        ActiveTerminal terminal = new ActiveTerminal(vault(), TerminalProfile.SM4);
        String block = terminal.working.macKey().value();
        assertThat(block.substring(5, 9)).isEqualTo("M64C");
        KeyBlock changed = new KeyBlock(block.substring(0, 7) + "A" + block.substring(8));
        assertFault(VaultRefusal.KEY_BLOCK_REFUSED, () -> vault().mac(changed, new byte[8]));
    }

    @Test
    default void issueWorkingKeys_eachSet_hasItsShape() {
        byte[] tmk = hex("0123456789ABCDEFFEDCBA9876543210");
        KeyBlock master = known(vault(), KeyPurpose.TERMINAL_MASTER, HexFormat.of().formatHex(tmk));
        for (WorkingKeySet set : List.of(WorkingKeySet.DOUBLE, WorkingKeySet.DOUBLE_WITH_TRACK)) {
            var working = vault().issueWorkingKeys(master, set);
            assertThat(working.field62()).hasSize(set == WorkingKeySet.DOUBLE ? 40 : 60);
            try (var keys = WorkingKeyField.parse(tmk, working.field62())) {
                assertThat(KeyCheck.tdes(keys.pik())).isEqualTo(vault().checkValue(working.pinKey()));
                assertThat(vault().mac(working.macKey(), new byte[9])).isEqualTo(UnionPayMac.mac(keys.mak(), new byte[9]));
                Tdes.requireOddParity(keys.pik());
                if (set == WorkingKeySet.DOUBLE_WITH_TRACK) {
                    String track = "6216261000000000018=30122200000000000";
                    assertThat(vault().openTrack(working.dataKey(), TrackCipher.encrypt(keys.tdk(), track))).isEqualTo(track);
                    assertFault(VaultRefusal.TRACK_UNREADABLE, () -> vault().openTrack(working.dataKey(), "123"));
                } else {
                    assertThat(working.dataKey()).isNull();
                }
            }
        }
    }

    @Test
    default void pinKey_ofSingleLength_isRefusedByName() {
        KeyBlock master = known(vault(), KeyPurpose.TERMINAL_MASTER, "0123456789ABCDEFFEDCBA9876543210");
        assertFault(VaultRefusal.PIN_KEY_SINGLE_LENGTH, () -> vault().issueWorkingKeys(master, WorkingKeySet.SINGLE));
        assertFault(VaultRefusal.PIN_KEY_SINGLE_LENGTH, () -> known(vault(), KeyPurpose.TERMINAL_PIN, "0123456789ABCDEF"));
        KeyBlock ceremonyKey = vault().generate(KeyPurpose.DATA);
        SealedPartCommands.EntryKey entryKey = vault().issueEntryKey(ceremonyKey, "a ceremony");
        assertFault(VaultRefusal.PIN_KEY_SINGLE_LENGTH, () -> vault().sealPart(ceremonyKey, "a ceremony", KeyPurpose.TERMINAL_PIN,
                SealedPartCommands.Form.COMPONENTS, entryKey,
                Fixtures.entered(entryKey, "a ceremony", KeyPurpose.TERMINAL_PIN, 1, Secret.of("0123456789ABCDEF")), "D5D44FF7"));
        known(vault(), KeyPurpose.TERMINAL_MAC, "0123456789ABCDEF");
    }
}
