package io.shouyin.vault;

import static io.shouyin.vault.Fixtures.assertFault;
import static io.shouyin.vault.Fixtures.hex;
import static io.shouyin.vault.Fixtures.known;
import static io.shouyin.vault.Fixtures.text;
import static io.shouyin.vault.Fixtures.utf8;
import static org.assertj.core.api.Assertions.assertThat;

import io.shouyin.paycrypto.ActivationExchange;
import io.shouyin.paycrypto.KeyCheck;
import io.shouyin.paycrypto.Tdes;
import io.shouyin.paycrypto.TrackCipher;
import io.shouyin.paycrypto.UnionPayMac;
import io.shouyin.paycrypto.WorkingKeyField;
import io.shouyin.vault.TerminalKeyCommands.DeviceProof;
import io.shouyin.vault.TerminalKeyCommands.KeyLoad;
import io.shouyin.vault.TerminalKeyCommands.WorkingKeySet;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

/// What every implementation of [TerminalKeyCommands] does.
interface TerminalKeyContract {

    SecurityModule vault();

    @Test
    default void activation_rightCode_loadsKeysThatWork() {
        KeyBlock data = vault().generate(KeyPurpose.DATA);
        Device device = new Device();
        var issued = vault().issueActivation(data, device.serial);
        String code = text(issued.clear());
        assertThat(code).matches("[" + ActivationExchange.CODE_ALPHABET + "]{12}");

        var loaded = (KeyLoad.Loaded) vault().loadTerminal(data, issued.sealed(), device.prove(code), utf8("{\"a\":1}"));
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
        assertThat(vault().loadTerminal(data, issued.sealed(), device.prove(wrong), new byte[0]))
                .isInstanceOf(KeyLoad.ProofWrong.class);

        byte[] noPoint = device.pair.publicKey();
        noPoint[noPoint.length - 1] ^= 1;
        byte[] codeKey = ActivationExchange.codeKey(code, device.serial);
        var proof = new DeviceProof(device.serial, noPoint, device.nonce,
                ActivationExchange.proof(codeKey, device.serial, noPoint, device.nonce));
        assertThat(vault().loadTerminal(data, issued.sealed(), proof, new byte[0]))
                .isInstanceOf(KeyLoad.PublicKeyInvalid.class);

        DeviceProof right = device.prove(code);
        DeviceProof another = new DeviceProof("SN-OTHER", right.devicePublicKey(), right.nonce(), right.proof());
        assertFault(VaultRefusal.SEALED_DATA_BROKEN,
                () -> vault().loadTerminal(data, issued.sealed(), another, new byte[0]));
        assertFault(VaultRefusal.SEALED_DATA_BROKEN,
                () -> vault().open(data, issued.sealed(), utf8(device.serial)));
        DeviceProof shortNonce = new DeviceProof(device.serial, right.devicePublicKey(), new byte[31], right.proof());
        assertFault(VaultRefusal.VAULT_INPUT_INVALID,
                () -> vault().loadTerminal(data, issued.sealed(), shortNonce, new byte[0]));
    }

    @Test
    default void issueWorkingKeys_eachSet_hasItsShape() {
        byte[] tmk = hex("0123456789ABCDEFFEDCBA9876543210");
        KeyBlock master = known(vault(), KeyPurpose.TERMINAL_MASTER, HexFormat.of().formatHex(tmk));
        for (WorkingKeySet set : WorkingKeySet.values()) {
            var working = vault().issueWorkingKeys(master, set);
            assertThat(working.field62()).hasSize(switch (set) {
                case SINGLE -> 24;
                case DOUBLE -> 40;
                case DOUBLE_WITH_TRACK -> 60;
            });
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
}
