package io.shouyin.vault;

import io.shouyin.kernel.Secret;
import io.shouyin.paycrypto.ActivationExchange;
import io.shouyin.paycrypto.CryptoRefusal;
import io.shouyin.paycrypto.CryptoRefusedException;
import io.shouyin.paycrypto.EcKeys;
import io.shouyin.paycrypto.TerminalProfile;
import io.shouyin.paycrypto.WorkingKeyBlocks;
import io.shouyin.paycrypto.WorkingKeyField;
import java.nio.CharBuffer;
import java.util.Arrays;
import java.util.Set;

/// The keys of terminals in this process.
final class SoftTerminalKeys implements TerminalKeyCommands {

    private final KeyRing ring;

    SoftTerminalKeys(KeyRing ring) {
        this.ring = ring;
    }

    @Override
    public IssuedActivation issueActivation(KeyBlock dataKey, String serialNumber) {
        return ring.use(dataKey, Set.of(KeyPurpose.DATA), "issueActivation", entry -> {
            char[] code = ActivationExchange.newCode();
            byte[] ascii = Clear.ascii(code);
            try {
                return new IssuedActivation(Secret.of(code),
                        Sealing.OF_ACTIVATION_CODE.seal(entry.gcm(), ascii, Clear.utf8(serialNumber)));
            } finally {
                Arrays.fill(code, '\0');
                Clear.wipe(ascii);
            }
        });
    }

    @Override
    public KeyLoad loadTerminal(KeyBlock dataKey, byte[] sealedActivationCode, DeviceProof proof, TerminalProfile profile,
                                byte[] settings) {
        return ring.use(dataKey, Set.of(KeyPurpose.DATA), "loadTerminal", entry -> {
            byte[] code = Sealing.OF_ACTIVATION_CODE.open(entry.gcm(), sealedActivationCode, Clear.utf8(proof.serialNumber()));
            CharBuffer codeText = Clear.decoded(code);
            byte[] codeKey = null;
            byte[] tmk = null;
            byte[] tck = null;
            try {
                codeKey = ActivationExchange.codeKey(codeText, proof.serialNumber());
                if (!ActivationExchange.verifyProof(codeKey, proof.serialNumber(), proof.devicePublicKey(), proof.nonce(),
                        proof.proof())) {
                    return new KeyLoad.ProofWrong();
                }
                tmk = ring.fresh(KeyPurpose.TERMINAL_MASTER, profile);
                tck = ring.fresh(KeyPurpose.TERMINAL_CREDENTIAL, ActivationExchange.TCK_BYTES);
                ActivationExchange.Wrapped answer;
                try {
                    EcKeys.P256.requirePublicKey(proof.devicePublicKey());
                    answer = ActivationExchange.wrap(codeKey, proof.serialNumber(), proof.devicePublicKey(), proof.nonce(),
                            profile, tmk, tck, settings);
                } catch (CryptoRefusedException e) {
                    if (e.reason() == CryptoRefusal.PUBLIC_KEY) {
                        return new KeyLoad.PublicKeyInvalid();
                    }
                    throw e;
                }
                return new KeyLoad.Loaded(ring.wrap(KeyPurpose.TERMINAL_MASTER, profile, tmk.clone()),
                        ring.wrap(KeyPurpose.TERMINAL_CREDENTIAL, tck.clone()), answer.hostPublicKey(), answer.hostNonce(),
                        answer.wrapped(), profile.checkValue(tmk));
            } finally {
                Clear.wipe(code);
                Arrays.fill(codeText.array(), '\0');
                Clear.wipe(codeKey);
                Clear.wipe(tmk);
                Clear.wipe(tck);
            }
        });
    }

    @Override
    public WorkingKeys issueWorkingKeys(KeyBlock terminalMasterKey, WorkingKeySet set) {
        return ring.use(terminalMasterKey, Set.of(KeyPurpose.TERMINAL_MASTER), "issueWorkingKeys", entry -> {
            ring.requireProfile(entry, Set.of(set.profile()), "issueWorkingKeys");
            return switch (set) {
                case SINGLE -> inField(entry, 8, false);
                case DOUBLE -> inField(entry, 16, false);
                case DOUBLE_WITH_TRACK -> inField(entry, 16, true);
                case AES, SM4 -> inBlocks(entry);
            };
        });
    }

    @Override
    public byte[] hostWord(KeyBlock terminalCredentialKey, byte[] covered) {
        return ring.use(terminalCredentialKey, Set.of(KeyPurpose.TERMINAL_CREDENTIAL), "hostWord", entry -> entry.hostWord().mac(covered));
    }

    private WorkingKeys inField(KeyCache.Entry master, int pinKeyBytes, boolean withTrackKey) {
        ring.requireLength(KeyPurpose.TERMINAL_PIN, pinKeyBytes, "issueWorkingKeys");
        byte[] pik = ring.fresh(KeyPurpose.TERMINAL_PIN, pinKeyBytes);
        byte[] mak = ring.fresh(KeyPurpose.TERMINAL_MAC, 8);
        byte[] tdk = withTrackKey ? ring.fresh(KeyPurpose.TERMINAL_DATA, 16) : null;
        byte[] field62 = WorkingKeyField.build(master.tdes(), pik, mak, tdk);
        return new WorkingKeys(field62, pinKey(master, pik), ring.wrap(KeyPurpose.TERMINAL_MAC, mak),
                withTrackKey ? ring.wrap(KeyPurpose.TERMINAL_DATA, tdk) : null);
    }

    private WorkingKeys inBlocks(KeyCache.Entry master) {
        TerminalProfile profile = master.profile();
        byte[] pik = ring.fresh(KeyPurpose.TERMINAL_PIN, profile);
        byte[] mak = ring.fresh(KeyPurpose.TERMINAL_MAC, profile);
        byte[] tdk = ring.fresh(KeyPurpose.TERMINAL_DATA, profile);
        byte[] field62 = WorkingKeyBlocks.build(profile, master.wrapping().key(), pik, mak, tdk);
        return new WorkingKeys(field62, pinKey(master, pik),
                ring.wrap(KeyPurpose.TERMINAL_MAC, profile, mak), ring.wrap(KeyPurpose.TERMINAL_DATA, profile, tdk));
    }

    private KeyBlock pinKey(KeyCache.Entry master, byte[] pik) {
        return ring.wrapPinKey(master.profile(), master.terminal().orElseThrow(), pik);
    }
}
