package io.shouyin.vault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.shouyin.kernel.BatchNumber;
import io.shouyin.kernel.Fault;
import io.shouyin.kernel.MerchantId;
import io.shouyin.kernel.Pan;
import io.shouyin.kernel.PasswordRules;
import io.shouyin.kernel.Secret;
import io.shouyin.kernel.SecretAccess;
import io.shouyin.kernel.TerminalId;
import io.shouyin.kernel.TraceNumber;
import io.shouyin.paycrypto.ActivationExchange;
import io.shouyin.paycrypto.EcKeys;
import io.shouyin.paycrypto.KeyCheck;
import io.shouyin.paycrypto.PinBlocks;
import io.shouyin.paycrypto.RetailMac;
import io.shouyin.paycrypto.SealedValue;
import io.shouyin.paycrypto.Tdes;
import io.shouyin.paycrypto.TrackCipher;
import io.shouyin.paycrypto.UnionPayMac;
import io.shouyin.paycrypto.WorkingKeyField;
import io.shouyin.paycrypto.X9143;
import io.shouyin.vault.SecurityModule.DeviceProof;
import io.shouyin.vault.SecurityModule.Enrolment;
import io.shouyin.vault.SecurityModule.EnrolmentRules;
import io.shouyin.vault.SecurityModule.FactorVerdict;
import io.shouyin.vault.SecurityModule.KeyLoad;
import io.shouyin.vault.SecurityModule.OwnedVerifier;
import io.shouyin.vault.SecurityModule.PinTranslation;
import io.shouyin.vault.SecurityModule.WorkingKeySet;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What every implementation of [SecurityModule] does.
public abstract class SecurityModuleContract {

    private static final Pan PAN = Pan.of("6216261000000000018");
    private static final TerminalId TERMINAL = new TerminalId("00000001");
    private static final MerchantId MERCHANT = new MerchantId("104110053110001");
    private static final String SUBJECT = "txn:104110053110001:00000001";
    private static final PasswordRules.Policy POLICY = PasswordRules.Policy.TRANSACTION_PASSWORD;

    protected SecurityModule vault;

    /// A module under an LMK of its own, the same one at each call within a test.
    protected abstract SecurityModule open();

    /// A module under another LMK.
    protected abstract SecurityModule openUnderAnotherMasterKey();

    @BeforeEach
    void openVault() {
        vault = open();
    }

    // Keys

    @Test
    void generate_eachPurpose_givesABlockThatChecks() {
        for (KeyPurpose purpose : KeyPurpose.values()) {
            KeyBlock block = vault.generate(purpose);
            assertThat(block.value()).startsWith("D0").hasSize(Integer.parseInt(block.value().substring(1, 5)));
            assertThat(vault.checkValue(block)).matches("[0-9A-F]{6}|[0-9A-F]{8}").isEqualTo(vault.checkValue(block));
            assertThat(vault.generate(purpose)).isNotEqualTo(block);
        }
    }

    @Test
    void anyCommand_keyOfAnotherPurpose_isRefusedByName() {
        Map<KeyPurpose, KeyBlock> keys = new EnumMap<>(KeyPurpose.class);
        for (KeyPurpose purpose : KeyPurpose.values()) {
            keys.put(purpose, vault.generate(purpose));
        }
        SealedFactor typed = new SealedFactor(new byte[93], binding(1));
        for (KeyPurpose purpose : KeyPurpose.values()) {
            KeyBlock wrong = keys.get(purpose);
            refusedUnless(purpose == KeyPurpose.TERMINAL_MASTER, () -> vault.issueWorkingKeys(wrong, WorkingKeySet.SINGLE));
            refusedUnless(purpose == KeyPurpose.TERMINAL_MAC || purpose == KeyPurpose.ZONE_MAC,
                    () -> vault.mac(wrong, new byte[8]));
            refusedUnless(purpose == KeyPurpose.TERMINAL_MAC || purpose == KeyPurpose.ZONE_MAC,
                    () -> vault.verifyMac(wrong, new byte[8], new byte[8]));
            refusedUnless(purpose == KeyPurpose.TERMINAL_PIN,
                    () -> vault.translatePin(wrong, keys.get(KeyPurpose.ZONE_PIN), new byte[8], PAN));
            refusedUnless(purpose == KeyPurpose.ZONE_PIN,
                    () -> vault.translatePin(keys.get(KeyPurpose.TERMINAL_PIN), wrong, new byte[8], PAN));
            refusedUnless(purpose == KeyPurpose.TERMINAL_CREDENTIAL, () -> vault.verify(wrong,
                    keys.get(KeyPurpose.CREDENTIAL_VERIFIER), typed, SUBJECT, new Verifier(new byte[16], new byte[32])));
            refusedUnless(purpose == KeyPurpose.CREDENTIAL_VERIFIER, () -> vault.verify(
                    keys.get(KeyPurpose.TERMINAL_CREDENTIAL), wrong, typed, SUBJECT,
                    new Verifier(new byte[16], new byte[32])));
            refusedUnless(purpose == KeyPurpose.CREDENTIAL_VERIFIER, () -> vault.issueInitial(wrong, SUBJECT, 8));
            refusedUnless(purpose == KeyPurpose.LOGIN_PEPPER, () -> vault.pepper(wrong, new byte[32]));
            refusedUnless(purpose == KeyPurpose.DATA, () -> vault.seal(wrong, new byte[1], new byte[0]));
            refusedUnless(purpose == KeyPurpose.DATA, () -> vault.issueActivation(wrong, "SN1"));
            refusedUnless(purpose == KeyPurpose.INDEX, () -> vault.index(wrong, new byte[1]));
            if (purpose != KeyPurpose.ZONE_MASTER) {
                assertFault(VaultRefusal.KEY_USE_REFUSED, () -> vault.receive(wrong, "D", KeyPurpose.ZONE_PIN));
            }
            if (purpose != KeyPurpose.TERMINAL_DATA) {
                assertFault(VaultRefusal.KEY_USE_REFUSED, () -> vault.openTrack(wrong, "6216261000000000018D0000000000000000"));
            }
        }
    }

    @Test
    void anyCommand_blockChangedAnywhere_isRefused() {
        String block = vault.generate(KeyPurpose.INDEX).value();
        for (int i = 0; i < block.length(); i++) {
            char other = block.charAt(i) == '0' ? '1' : '0';
            KeyBlock changed = new KeyBlock(block.substring(0, i) + other + block.substring(i + 1));
            assertFault(VaultRefusal.KEY_BLOCK_REFUSED, () -> vault.index(changed, new byte[1]));
        }
        KeyBlock cut = new KeyBlock(block.substring(0, block.length() - 2));
        assertFault(VaultRefusal.KEY_BLOCK_REFUSED, () -> vault.checkValue(cut));
    }

    @Test
    void anyCommand_blockOfAnotherMasterKey_isRefused() {
        KeyBlock foreign = openUnderAnotherMasterKey().generate(KeyPurpose.INDEX);
        assertFault(VaultRefusal.KEY_BLOCK_REFUSED, () -> vault.index(foreign, new byte[1]));
    }

    @Test
    void combine_componentsOfTwoPeople_givesTheirKey() {
        KeyBlock two = vault.combine(KeyPurpose.TERMINAL_MASTER, secrets("0123456789ABCDEFFEDCBA9876543210",
                "00000000000000000000000000000000"));
        assertThat(vault.checkValue(two)).isEqualTo("08D7B4FB");
        KeyBlock three = vault.combine(KeyPurpose.ZONE_MASTER, secrets("11".repeat(32), "22".repeat(32), "44".repeat(32)));
        assertThat(vault.checkValue(three)).isEqualTo(KeyCheck.aesCmac(hex("77".repeat(32))));
        KeyBlock spaced = vault.combine(KeyPurpose.TERMINAL_MASTER, secrets("0123 4567 89AB CDEF FEDC BA98 7654 3210",
                "00000000000000000000000000000000"));
        assertThat(vault.checkValue(spaced)).isEqualTo("08D7B4FB");
    }

    @Test
    void combine_badComponents_areRefusedByName() {
        String good = "0123456789ABCDEFFEDCBA9876543210";
        for (List<Secret> bad : List.of(secrets(good), secrets(good, good), secrets(good, "0123"),
                secrets(good, good.replace('0', 'G')), secrets(good, "", good), secrets(good, good, good, good),
                secrets("01".repeat(16), "00".repeat(16)), secrets("0123456789ABCDEF".repeat(2), "00".repeat(16)))) {
            assertFault(VaultRefusal.KEY_COMPONENTS_REFUSED, () -> vault.combine(KeyPurpose.TERMINAL_MASTER, bad));
        }
        assertFault(VaultRefusal.KEY_COMPONENTS_REFUSED,
                () -> vault.combine(KeyPurpose.ZONE_MASTER, secrets("11".repeat(32), "11".repeat(32))));
    }

    @Test
    void receive_keysOfANetwork_workAsSent() {
        byte[] zmk = hex("77".repeat(32));
        KeyBlock kek = vault.combine(KeyPurpose.ZONE_MASTER, secrets("33".repeat(32), "44".repeat(32)));
        byte[] zpk = hex("BCB60E75A7A46ED9922573D3DF31A497");
        byte[] zak = hex("0123456789ABCDEFFEDCBA9876543210");
        KeyBlock pinKey = vault.receive(kek, X9143.wrap(zmk, X9143.Header.of('D', "P0", 'T', 'E', 'E'), zpk),
                KeyPurpose.ZONE_PIN);
        KeyBlock macKey = vault.receive(kek, X9143.wrap(zmk, X9143.Header.of('D', "M3", 'T', 'C', 'N'), zak),
                KeyPurpose.ZONE_MAC);
        assertThat(vault.checkValue(pinKey)).isEqualTo(KeyCheck.tdes(zpk));
        byte[] data = "0200".getBytes(StandardCharsets.US_ASCII);
        assertThat(vault.mac(macKey, data)).isEqualTo(RetailMac.mac(zak, data));
    }

    @Test
    void receive_anotherUseOrChangedOrWeak_isRefusedByOneName() {
        byte[] zmk = hex("77".repeat(32));
        KeyBlock kek = vault.combine(KeyPurpose.ZONE_MASTER, secrets("33".repeat(32), "44".repeat(32)));
        byte[] key = hex("BCB60E75A7A46ED9922573D3DF31A497");
        String pin = X9143.wrap(zmk, X9143.Header.of('D', "P0", 'T', 'E', 'E'), key);
        for (String bad : List.of(
                X9143.wrap(zmk, X9143.Header.of('D', "D0", 'T', 'E', 'E'), key),
                X9143.wrap(zmk, X9143.Header.of('D', "P0", 'T', 'D', 'E'), key),
                X9143.wrap(zmk, X9143.Header.of('D', "P0", 'A', 'E', 'E'), key),
                X9143.wrap(zmk, X9143.Header.of('D', "P0", 'T', 'E', 'E'), new byte[16]),
                X9143.wrap(hex("78".repeat(32)), X9143.Header.of('D', "P0", 'T', 'E', 'E'), key),
                pin.substring(0, pin.length() - 1), pin.replace("P0TE", "P0TB"), "", "D", "nonsense")) {
            assertFault(VaultRefusal.KEY_IMPORT_REFUSED, () -> vault.receive(kek, bad, KeyPurpose.ZONE_PIN));
        }
        assertFault(VaultRefusal.KEY_IMPORT_REFUSED, () -> vault.receive(kek, pin, KeyPurpose.ZONE_MAC));
        assertFault(VaultRefusal.KEY_IMPORT_REFUSED, () -> vault.receive(kek, pin, KeyPurpose.TERMINAL_PIN));
    }

    // A terminal's keys

    @Test
    void activation_rightCode_loadsKeysThatWork() {
        KeyBlock data = vault.generate(KeyPurpose.DATA);
        Device device = new Device();
        var issued = vault.issueActivation(data, device.serial);
        String code = text(issued.clear());
        assertThat(code).matches("[" + ActivationExchange.CODE_ALPHABET + "]{12}");

        var loaded = (KeyLoad.Loaded) vault.loadTerminal(data, issued.sealed(), device.prove(code), utf8("{\"a\":1}"));
        try (var keys = device.unwrap(code, loaded)) {
            assertThat(keys.settings()).isEqualTo(utf8("{\"a\":1}"));
            assertThat(loaded.masterKeyCheckValue()).isEqualTo(KeyCheck.tdes(keys.tmk()))
                    .isEqualTo(vault.checkValue(loaded.terminalMasterKey()));
            var working = vault.issueWorkingKeys(loaded.terminalMasterKey(), WorkingKeySet.DOUBLE_WITH_TRACK);
            try (var parsed = WorkingKeyField.parse(keys.tmk(), working.field62())) {
                assertThat(KeyCheck.tdes(parsed.pik())).isEqualTo(vault.checkValue(working.pinKey()));
            }
        }
    }

    @Test
    void activation_wrongProofOrKeyOrDevice_isToldApart() {
        KeyBlock data = vault.generate(KeyPurpose.DATA);
        Device device = new Device();
        var issued = vault.issueActivation(data, device.serial);
        String code = text(issued.clear());
        String wrong = (code.charAt(0) == '2' ? '3' : '2') + code.substring(1);
        assertThat(vault.loadTerminal(data, issued.sealed(), device.prove(wrong), new byte[0]))
                .isInstanceOf(KeyLoad.ProofWrong.class);

        byte[] noPoint = device.pair.publicKey();
        noPoint[noPoint.length - 1] ^= 1;
        byte[] codeKey = ActivationExchange.codeKey(code, device.serial);
        var proof = new DeviceProof(device.serial, noPoint, device.nonce,
                ActivationExchange.proof(codeKey, device.serial, noPoint, device.nonce));
        assertThat(vault.loadTerminal(data, issued.sealed(), proof, new byte[0]))
                .isInstanceOf(KeyLoad.PublicKeyInvalid.class);

        DeviceProof right = device.prove(code);
        DeviceProof another = new DeviceProof("SN-OTHER", right.devicePublicKey(), right.nonce(), right.proof());
        assertFault(VaultRefusal.SEALED_DATA_BROKEN,
                () -> vault.loadTerminal(data, issued.sealed(), another, new byte[0]));
        assertFault(VaultRefusal.SEALED_DATA_BROKEN,
                () -> vault.open(data, issued.sealed(), utf8(device.serial)));
        DeviceProof shortNonce = new DeviceProof(device.serial, right.devicePublicKey(), new byte[31], right.proof());
        assertFault(VaultRefusal.VAULT_INPUT_INVALID,
                () -> vault.loadTerminal(data, issued.sealed(), shortNonce, new byte[0]));
    }

    @Test
    void issueWorkingKeys_eachSet_hasItsShape() {
        byte[] tmk = hex("0123456789ABCDEFFEDCBA9876543210");
        KeyBlock master = vault.combine(KeyPurpose.TERMINAL_MASTER, secrets(HexFormat.of().formatHex(tmk), "00".repeat(16)));
        for (WorkingKeySet set : WorkingKeySet.values()) {
            var working = vault.issueWorkingKeys(master, set);
            assertThat(working.field62()).hasSize(switch (set) {
                case SINGLE -> 24;
                case DOUBLE -> 40;
                case DOUBLE_WITH_TRACK -> 60;
            });
            try (var keys = WorkingKeyField.parse(tmk, working.field62())) {
                assertThat(KeyCheck.tdes(keys.pik())).isEqualTo(vault.checkValue(working.pinKey()));
                assertThat(vault.mac(working.macKey(), new byte[9])).isEqualTo(UnionPayMac.mac(keys.mak(), new byte[9]));
                Tdes.requireOddParity(keys.pik());
                if (set == WorkingKeySet.DOUBLE_WITH_TRACK) {
                    String track = "6216261000000000018=30122200000000000";
                    assertThat(vault.openTrack(working.dataKey(), TrackCipher.encrypt(keys.tdk(), track))).isEqualTo(track);
                    assertFault(VaultRefusal.TRACK_UNREADABLE, () -> vault.openTrack(working.dataKey(), "123"));
                } else {
                    assertThat(working.dataKey()).isNull();
                }
            }
        }
    }

    // Messages

    @Test
    void verifyMac_rightChangedOrShort_saysWhich() {
        for (KeyPurpose purpose : List.of(KeyPurpose.TERMINAL_MAC, KeyPurpose.ZONE_MAC)) {
            KeyBlock key = vault.generate(purpose);
            byte[] data = utf8("a message of the terminal");
            byte[] mac = vault.mac(key, data);
            assertThat(mac).hasSize(8);
            assertThat(vault.verifyMac(key, data, mac)).isTrue();
            mac[7] ^= 1;
            assertThat(vault.verifyMac(key, data, mac)).isFalse();
            assertThat(vault.verifyMac(key, data, new byte[0])).isFalse();
            assertThat(vault.verifyMac(key, data, new byte[7])).isFalse();
        }
    }

    // PINs

    @Test
    void translatePin_rightBlock_comesOutUnderTheOtherKey() {
        PinSide side = new PinSide();
        byte[] in = Tdes.encryptEcb(side.pik, PinBlocks.encodeFormat0("123456", "6216261000000000018"));
        var translated = (PinTranslation.Translated) vault.translatePin(side.from, side.to, in, PAN);
        assertThat(PinBlocks.decodeFormat0(Tdes.decryptEcb(side.zpk, translated.block()), "6216261000000000018"))
                .containsExactly('1', '2', '3', '4', '5', '6');
    }

    @Test
    void translatePin_anotherCardOrAnyWrongBlock_isRefusedWithOneReason() {
        PinSide side = new PinSide();
        byte[] in = Tdes.encryptEcb(side.pik, PinBlocks.encodeFormat0("123456", "6216261000000000018"));
        assertThat(vault.translatePin(side.from, side.to, in, Pan.of("6216261000000099918")))
                .isEqualTo(new PinTranslation.Refused());
        long pan = 0x0000100000000001L;
        // control nibble, too short, too long, a digit above 9, fill not F, nothing, everything
        for (long clear : new long[] {0x16123456FFFFFFFFL, 0x03123FFFFFFFFFFFL, 0x0D1234567890123FL, 0x0612345AFFFFFFFFL,
            0x06123456FFFFFFF0L, 0x06123456FF0FFFFFL, 0, -1}) {
            byte[] block = new byte[8];
            ByteBuffer.wrap(block).putLong(clear ^ pan);
            assertThat(vault.translatePin(side.from, side.to, Tdes.encryptEcb(side.pik, block), PAN))
                    .isEqualTo(new PinTranslation.Refused());
        }
        for (int length : new int[] {0, 7, 9, 16}) {
            assertThat(vault.translatePin(side.from, side.to, new byte[length], PAN)).isEqualTo(new PinTranslation.Refused());
        }
    }

    // Passwords

    @Test
    void verify_rightWrongAndUnreadable_areTheThreeVerdicts() {
        Typist typist = new Typist();
        Verifier kept = typist.enrolled("Wq7pz2");
        assertThat(typist.verify("Wq7pz2", kept)).isEqualTo(FactorVerdict.RIGHT);
        assertThat(typist.verify("Wq7pz3", kept)).isEqualTo(FactorVerdict.WRONG);
        assertThat(typist.verify("", kept)).isEqualTo(FactorVerdict.WRONG);
        assertThat(vault.verify(typist.tck, typist.verifierKey, typist.sealed("Wq7pz2"), "txn:104110053110001:00000002", kept))
                .isEqualTo(FactorVerdict.WRONG);

        SealedFactor right = typist.sealed("Wq7pz2");
        SealedFactor otherMessage = new SealedFactor(right.value(), binding(2));
        assertThat(vault.verify(typist.tck, typist.verifierKey, otherMessage, SUBJECT, kept))
                .isEqualTo(FactorVerdict.UNREADABLE);
        byte[] changed = right.value().clone();
        changed[40] ^= 1;
        assertThat(vault.verify(typist.tck, typist.verifierKey, new SealedFactor(changed, right.binding()), SUBJECT, kept))
                .isEqualTo(FactorVerdict.UNREADABLE);
        for (int length : new int[] {0, 1, 92, 94}) {
            assertThat(vault.verify(typist.tck, typist.verifierKey, new SealedFactor(new byte[length], right.binding()),
                    SUBJECT, kept)).isEqualTo(FactorVerdict.UNREADABLE);
        }
    }

    @Test
    void enrol_sameTwice_givesDifferentVerifiers() {
        Typist typist = new Typist();
        assertThat(typist.enrolled("Wq7pz2").mac()).isNotEqualTo(typist.enrolled("Wq7pz2").mac());
    }

    @Test
    void enrol_weakSameAsLoginOrRecent_namesEveryRule() {
        Typist typist = new Typist();
        assertThat(typist.refused("12345", List.of(), List.of())).contains(PasswordRules.Rule.TOO_SHORT,
                PasswordRules.Rule.LETTER_MISSING, PasswordRules.Rule.SEQUENCE);

        Verifier earlier = typist.enrolled("Wq7pz2");
        assertThat(typist.refused("Wq7pz2", List.of(typist.enrolled("Kd8sm4"), earlier), List.of()))
                .containsExactly(PasswordRules.Rule.RECENTLY_USED);

        String operator = "op:104110053110001:00000001:01";
        Verifier login = ((Enrolment.Accepted) vault.enrol(typist.tck, typist.verifierKey, typist.sealed("Wq7pz2"), operator,
                new EnrolmentRules(POLICY, nothingKnown(), List.of(), List.of()))).verifier();
        assertThat(typist.refused("Wq7pz2", List.of(), List.of(new OwnedVerifier(operator, login))))
                .containsExactly(PasswordRules.Rule.SAME_AS_LOGIN);
        assertThat(typist.refused("Wq7pz2", List.of(earlier), List.of(new OwnedVerifier(operator, login))))
                .containsExactly(PasswordRules.Rule.SAME_AS_LOGIN, PasswordRules.Rule.RECENTLY_USED);
        assertThat(vault.enrol(typist.tck, typist.verifierKey, typist.sealed("Kd8sm4"), SUBJECT,
                new EnrolmentRules(POLICY, nothingKnown(), List.of(earlier), List.of(new OwnedVerifier(operator, login)))))
                .isInstanceOf(Enrolment.Accepted.class);
    }

    @Test
    void enrol_unreadable_saysSo() {
        Typist typist = new Typist();
        var rules = new EnrolmentRules(POLICY, nothingKnown(), List.of(), List.of());
        assertThat(vault.enrol(typist.tck, typist.verifierKey, new SealedFactor(new byte[93], binding(1)), SUBJECT, rules))
                .isEqualTo(new Enrolment.Unreadable());
        SealedFactor noText = typist.sealed(new byte[] {(byte) 0xC3, (byte) 0x28});
        assertThat(vault.enrol(typist.tck, typist.verifierKey, noText, SUBJECT, rules)).isEqualTo(new Enrolment.Unreadable());
    }

    @Test
    void issueInitial_manyTimes_passesThePolicyAndVerifies() {
        Typist typist = new Typist();
        for (int i = 0; i < 50; i++) {
            var issued = vault.issueInitial(typist.verifierKey, SUBJECT, 6 + i % 3);
            String password = text(issued.clear());
            assertThat(password).matches("[0-9]{" + (6 + i % 3) + "}");
            assertThat(PasswordRules.broken(password, PasswordRules.Policy.OPERATOR_PASSWORD, nothingKnown())).isEmpty();
            assertThat(typist.verify(password, issued.verifier())).isEqualTo(FactorVerdict.RIGHT);
            assertThat(issued.clear()).hasToString("Secret[...]");
        }
    }

    // Data at rest

    @Test
    void seal_openedForTheSame_comesBackElseRefused() {
        KeyBlock key = vault.generate(KeyPurpose.DATA);
        byte[] sealed = vault.seal(key, utf8("6216261000000000018"), utf8("card:1"));
        assertThat(sealed).hasSize(1 + 12 + 19 + 16).startsWith(1);
        assertThat(vault.open(key, sealed, utf8("card:1"))).isEqualTo(utf8("6216261000000000018"));
        assertThat(vault.seal(key, utf8("6216261000000000018"), utf8("card:1"))).isNotEqualTo(sealed);
        assertFault(VaultRefusal.SEALED_DATA_BROKEN, () -> vault.open(key, sealed, utf8("card:2")));
        for (int i = 0; i < sealed.length; i++) {
            byte[] changed = sealed.clone();
            changed[i] ^= 1;
            assertFault(VaultRefusal.SEALED_DATA_BROKEN, () -> vault.open(key, changed, utf8("card:1")));
        }
        assertFault(VaultRefusal.SEALED_DATA_BROKEN, () -> vault.open(key, new byte[0], utf8("card:1")));
        assertFault(VaultRefusal.SEALED_DATA_BROKEN, () -> vault.open(key, new byte[] {1, 2}, utf8("card:1")));
    }

    @Test
    void pepperAndIndex_sameInput_sameOutputPerKey() {
        KeyBlock pepper = vault.generate(KeyPurpose.LOGIN_PEPPER);
        KeyBlock index = vault.generate(KeyPurpose.INDEX);
        assertThat(vault.pepper(pepper, utf8("hash"))).hasSize(32).isEqualTo(vault.pepper(pepper, utf8("hash")));
        assertThat(vault.index(index, utf8("hash"))).hasSize(32).isEqualTo(vault.index(index, utf8("hash")))
                .isNotEqualTo(vault.pepper(pepper, utf8("hash")));
    }

    // What is told

    @Test
    void refusalsAndShapes_inWords_showNoSecret() {
        PinSide side = new PinSide();
        Typist typist = new Typist();
        KeyBlock index = vault.generate(KeyPurpose.INDEX);
        List<String> told = new ArrayList<>();
        for (ThrowingCallable command : List.<ThrowingCallable>of(
                () -> vault.combine(KeyPurpose.TERMINAL_MASTER, secrets("0123456789ABCDEF", "0123456789ABCDEF")),
                () -> vault.mac(index, new byte[3]),
                () -> vault.openTrack(vault.generate(KeyPurpose.TERMINAL_DATA), "6216261000000000018D0000000000000000"),
                () -> vault.open(vault.generate(KeyPurpose.DATA), utf8("6216261000000000018"), new byte[0]),
                () -> vault.receive(index, "6216261000000000018", KeyPurpose.ZONE_PIN),
                () -> vault.index(new KeyBlock("6216261000000000018"), new byte[0]))) {
            Throwable refused = catchThrowable(command);
            assertThat(refused).isInstanceOf(Fault.class).hasNoCause();
            told.add(refused.toString());
        }
        told.add(side.from.toString());
        told.add(typist.sealed("Wq7pz2").toString());
        told.add(typist.enrolled("Wq7pz2").toString());
        var issued = vault.issueInitial(typist.verifierKey, SUBJECT, 6);
        told.add(issued.toString());
        told.add(vault.toString());
        assertThat(told).noneMatch(line -> line.contains("621626") || line.contains("0123456789") || line.contains("Wq7pz2")
                || line.contains(text(issued.clear())));
        assertThat(side.from.toString()).isEqualTo("KeyBlock[" + side.from.value().substring(0, 16) + "...]");
    }

    // Many at once

    @Test
    void commands_fromThousandsOfVirtualThreads_giveTheRightAnswers() throws Exception {
        int keys = 200;
        KeyBlock[] blocks = new KeyBlock[keys];
        byte[][] expected = new byte[keys][];
        byte[] data = utf8("0200 and what follows");
        for (int i = 0; i < keys; i++) {
            blocks[i] = vault.generate(i % 2 == 0 ? KeyPurpose.TERMINAL_MAC : KeyPurpose.INDEX);
            expected[i] = i % 2 == 0 ? vault.mac(blocks[i], data) : vault.index(blocks[i], data);
        }
        var wrong = new ConcurrentLinkedQueue<Object>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int t = 0; t < 3000; t++) {
                int from = t;
                threads.submit(() -> {
                    try {
                        for (int i = 0; i < 10; i++) {
                            int at = (from * 7 + i * 13) % keys;
                            byte[] answer = at % 2 == 0 ? vault.mac(blocks[at], data) : vault.index(blocks[at], data);
                            if (!Arrays.equals(answer, expected[at])) {
                                wrong.add(at);
                            }
                        }
                    } catch (RuntimeException e) {
                        wrong.add(e);
                    }
                });
            }
        }
        assertThat(wrong).isEmpty();
    }

    // What the tests share

    private final class Typist {
        final KeyBlock tck;
        final KeyBlock verifierKey = vault.generate(KeyPurpose.CREDENTIAL_VERIFIER);
        final byte[] clearTck = new byte[32];

        Typist() {
            Arrays.fill(clearTck, (byte) 0x5A);
            tck = vault.combine(KeyPurpose.TERMINAL_CREDENTIAL, secrets("5A".repeat(32), "00".repeat(32)));
        }

        SealedFactor sealed(String password) {
            return sealed(utf8(password));
        }

        SealedFactor sealed(byte[] password) {
            byte[] nonce = Arrays.copyOf(ActivationExchange.newNonce(), 12);
            byte[] aad = SealedValue.additionalData("0200", MERCHANT.value(), TERMINAL.value(), "000001", "000001", 0xDF02);
            return new SealedFactor(SealedValue.seal(clearTck, nonce, password, aad), binding(1));
        }

        FactorVerdict verify(String password, Verifier kept) {
            return vault.verify(tck, verifierKey, sealed(password), SUBJECT, kept);
        }

        Verifier enrolled(String password) {
            var enrolment = vault.enrol(tck, verifierKey, sealed(password), SUBJECT,
                    new EnrolmentRules(POLICY, nothingKnown(), List.of(), List.of()));
            return ((Enrolment.Accepted) enrolment).verifier();
        }

        List<PasswordRules.Rule> refused(String password, List<Verifier> earlier, List<OwnedVerifier> others) {
            var enrolment = vault.enrol(tck, verifierKey, sealed(password), SUBJECT,
                    new EnrolmentRules(POLICY, nothingKnown(), earlier, others));
            return ((Enrolment.Refused) enrolment).broken();
        }
    }

    private final class PinSide {
        final byte[] pik;
        final byte[] zpk = hex("BCB60E75A7A46ED9922573D3DF31A497");
        final KeyBlock from;
        final KeyBlock to;

        PinSide() {
            byte[] tmk = hex("0123456789ABCDEFFEDCBA9876543210");
            var working = vault.issueWorkingKeys(vault.combine(KeyPurpose.TERMINAL_MASTER,
                    secrets(HexFormat.of().formatHex(tmk), "00".repeat(16))), WorkingKeySet.DOUBLE);
            pik = WorkingKeyField.parse(tmk, working.field62()).pik();
            from = working.pinKey();
            KeyBlock kek = vault.combine(KeyPurpose.ZONE_MASTER, secrets("33".repeat(32), "44".repeat(32)));
            to = vault.receive(kek, X9143.wrap(hex("77".repeat(32)), X9143.Header.of('D', "P0", 'T', 'E', 'N'), zpk),
                    KeyPurpose.ZONE_PIN);
        }
    }

    private static final class Device {
        final String serial = "SN-0001";
        final EcKeys.Pair pair = EcKeys.P256.generate();
        final byte[] nonce = ActivationExchange.newNonce();

        DeviceProof prove(String code) {
            byte[] codeKey = ActivationExchange.codeKey(code, serial);
            return new DeviceProof(serial, pair.publicKey(), nonce,
                    ActivationExchange.proof(codeKey, serial, pair.publicKey(), nonce));
        }

        ActivationExchange.Loaded unwrap(String code, KeyLoad.Loaded loaded) {
            return ActivationExchange.unwrap(code, serial, pair.privateKey(), pair.publicKey(), nonce,
                    new ActivationExchange.Wrapped(loaded.hostPublicKey(), loaded.hostNonce(), loaded.wrapped()));
        }
    }

    private static SealedFactor.Binding binding(int trace) {
        return new SealedFactor.Binding("0200", MERCHANT, TERMINAL, new BatchNumber(1), new TraceNumber(trace), 0xDF02);
    }

    private static PasswordRules.Context nothingKnown() {
        return PasswordRules.Context.NONE;
    }

    private static void refusedUnless(boolean allowed, ThrowingCallable command) {
        if (!allowed) {
            assertFault(VaultRefusal.KEY_USE_REFUSED, command);
        }
    }

    static void assertFault(VaultRefusal refusal, ThrowingCallable command) {
        assertThatThrownBy(command).isInstanceOfSatisfying(Fault.class,
                fault -> assertThat(fault.code()).isEqualTo(refusal.name()));
    }

    static List<Secret> secrets(String... values) {
        return Arrays.stream(values).map(Secret::of).toList();
    }

    private static String text(Secret secret) {
        return new String(secret.reveal(SecretAccess.granted()), StandardCharsets.UTF_8);
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    static byte[] hex(String text) {
        return HexFormat.of().parseHex(text);
    }
}
