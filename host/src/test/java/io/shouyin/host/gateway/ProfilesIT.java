package io.shouyin.host.gateway;

import static io.shouyin.host.Patience.until;
import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.shouyin.host.Corridor;
import io.shouyin.host.Corridor.Till;
import io.shouyin.host.fleet.Terminals;
import io.shouyin.host.gateway.RawTerminal.KeySet;
import io.shouyin.iso8583.Codec;
import io.shouyin.iso8583.DecodeException;
import io.shouyin.iso8583.Dialects;
import io.shouyin.iso8583.Message;
import io.shouyin.iso8583.terminal.FactorTlv;
import io.shouyin.kernel.Secret;
import io.shouyin.kernel.SecretAccess;
import io.shouyin.kernel.TerminalId;
import io.shouyin.network.DemoCard;
import io.shouyin.paycrypto.EcKeys;
import io.shouyin.paycrypto.TerminalProfile;
import io.shouyin.vault.KeyBlock;
import io.shouyin.vault.KeyPurpose;
import io.shouyin.vault.LocalMasterKey;
import io.shouyin.vault.MasterKeyFolder;
import io.shouyin.vault.MasterKeys;
import io.shouyin.vault.SoftSecurityModule;
import io.shouyin.vault.TerminalKeyCommands.WorkingKeySet;
import io.shouyin.vault.VaultOptions;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Terminals of each profile on one host and one network: the same job, and no profile passes for another.
class ProfilesIT {

    private static final Codec CODEC = new Codec(Dialects.TERMINAL);
    private static final String WRONG_PIN = "000000";

    @TempDir
    static Path folder;

    private static Corridor corridor;
    private static DemoCard card;

    @BeforeAll
    static void startHost() {
        corridor = Corridor.start(folder);
        card = corridor.network.cards().getFirst();
    }

    @AfterAll
    static void stopHost() {
        corridor.close();
    }

    /// A terminal of the product: activation, sign-in, password, PIN, receipt; a wrong PIN; keys that the host does not have any
    /// more, so a wrong MAC; the reversal that it left.
    @ParameterizedTest
    @EnumSource
    void terminal_ofEachProfile_doesTheMainJob(TerminalProfile profile) {
        try (Till till = corridor.inService("SYPROF-" + profile + "-01", profile)) {
            long before = corridor.network.balanceFen(card.pan());
            till.sell("1000", 0, Corridor.TRANSACTION_PASSWORD, corridor.pin(0));
            till.await("sale.approved");
            till.press("OK");
            till.await("sale.done");
            till.press("OK");
            assertThat(corridor.network.balanceFen(card.pan())).isEqualTo(before - 1000);

            till.sell("1000", 0, Corridor.TRANSACTION_PASSWORD, WRONG_PIN);
            assertThat(till.await("sale.declined").toString()).contains("55");
            till.press("CANCEL");

            RawTerminal.of(corridor, till.handout).ask(RawTerminal.of(corridor, till.handout).signInRequest(KeySet.of(profile)));
            till.sell("1000", 0, Corridor.TRANSACTION_PASSWORD, corridor.pin(0));
            assertThat(till.await("sale.declined").toString()).contains("A0");
            assertThat(till.terminal.state().reversal()).isNotNull();
            till.press("OK");
            till.await("signIn.done");
            till.press("OK");
            till.await("menu.cashier");
            till.press("1");
            till.await("sale.amount");
            assertThat(till.terminal.state().reversal()).isNull();
            till.press("CANCEL");
            till.sell("1000", 0, Corridor.TRANSACTION_PASSWORD, corridor.pin(0));
            till.await("sale.approved");
            assertThat(corridor.network.balanceFen(card.pan())).isEqualTo(before - 2000);
        } finally {
            corridor.network.unlockPin(card.pan());
        }
    }

    @ParameterizedTest
    @EnumSource
    void reversal_ofAnApprovedSale_undoesIt(TerminalProfile profile) {
        RawTerminal terminal = RawTerminal.inService(corridor, "SYPROF-" + profile + "-02", profile);
        assertThat(terminal.settings().path("profile").asString()).isEqualTo(profile.code());
        long before = corridor.network.balanceFen(card.pan());
        Message sale = terminal.sale(1300, card).build();
        assertThat(terminal.askSigned(sale).text(39)).isEqualTo("00");
        assertThat(corridor.network.balanceFen(card.pan())).isEqualTo(before - 1300);
        assertThat(terminal.askSigned(RawTerminal.reversal(sale, "98")).text(39)).isEqualTo("00");
        until("the issuer has it back", () -> corridor.network.balanceFen(card.pan()) == before);
    }

    @ParameterizedTest
    @EnumSource
    void mac_ofAnotherProfile_A0(TerminalProfile profile) {
        RawTerminal terminal = RawTerminal.inService(corridor, "SYPROF-" + profile + "-03", profile);
        for (TerminalProfile other : TerminalProfile.values()) {
            byte[] key = ofSixteenBytes(terminal.macKey());
            byte[] frame = RawTerminal.framed(CODEC.encode(terminal.sale(100, card).build(), covered -> other.mac(key, covered)));
            if (other != profile) {
                assertThat(terminal.decode(terminal.exchange(frame).orElseThrow()).text(39)).isEqualTo("A0");
            }
        }
    }

    /// A key of 8 bytes written double.
    private static byte[] ofSixteenBytes(byte[] key) {
        byte[] whole = Arrays.copyOf(key, 16);
        System.arraycopy(key, 0, whole, 16 - Math.min(key.length, 16), Math.min(key.length, 16));
        return whole;
    }

    @ParameterizedTest
    @EnumSource
    void signIn_forKeysOfAnotherProfile_40AndTheKeysOfBeforeHold(TerminalProfile profile) {
        RawTerminal terminal = RawTerminal.inService(corridor, "SYPROF-" + profile + "-04", profile);
        double counted = refused(GatewayRefusal.KEY_SET_OF_ANOTHER_PROFILE);
        int tried = 0;
        for (KeySet set : KeySet.values()) {
            if (set.profile() != profile) {
                assertThat(terminal.ask(terminal.signInRequest(set)).text(39)).isEqualTo("40");
                tried++;
            }
        }
        assertThat(refused(GatewayRefusal.KEY_SET_OF_ANOTHER_PROFILE)).isEqualTo(counted + tried);
        assertThat(terminal.askSigned(terminal.sale(100, card).build()).text(39)).isEqualTo("00");
    }

    /// Off unless it is set up; `ActivationIT` has it on.
    @Test
    void signIn_forKeysOfSingleLength_40ByNameAndTheKeysOfBeforeHold() {
        RawTerminal terminal = RawTerminal.inService(corridor, "SYPROF-SINGLE");
        double counted = refused(GatewayRefusal.KEY_SET_OF_SINGLE_LENGTH);
        assertThat(terminal.ask(terminal.signInRequest(KeySet.SINGLE)).text(39)).isEqualTo("40");
        assertThat(refused(GatewayRefusal.KEY_SET_OF_SINGLE_LENGTH)).isEqualTo(counted + 1);
        assertThat(terminal.askSigned(terminal.sale(100, card).build()).text(39)).isEqualTo("00");
    }

    /// A terminal that signed in before the setting was taken back.
    @Test
    void sale_underAPinKeyOfSingleLengthFromAnEarlierSetUp_77AndGoesOnAfterSignIn() {
        RawTerminal terminal = RawTerminal.inService(corridor, "SYPROF-EARLIER");
        corridor.jdbc().sql("UPDATE fleet.sign_in SET pin_key = ? WHERE terminal_id = ?").params(pinKeyOfSingleLength().value(), terminal.id()).update();
        int postings = corridor.network.postings().size();
        Message sale = terminal.sale(100, card).build();
        assertThat(terminal.askSigned(sale).text(39)).isEqualTo("77");
        assertThat(corridor.column(sale, "state")).isEqualTo("DECLINED");
        assertThat(corridor.network.postings()).hasSize(postings);
        until("it is in the audit log", () -> corridor.jdbc().sql("SELECT count(*) FROM audit.entry WHERE reason LIKE '%PIN_KEY_SINGLE_LENGTH%'")
                .query(Integer.class).single() > 0);
        terminal.signIn(KeySet.DOUBLE);
        assertThat(terminal.askSigned(terminal.sale(100, card).build()).text(39)).isEqualTo("00");
    }

    /// Under this host's master key, by a vault that is set up for it.
    private static KeyBlock pinKeyOfSingleLength() {
        Path keys = Path.of(corridor.settings().get("shouyin.keys.folder").toString());
        try (Secret passphrase = LocalMasterKey.passphraseIn(keys.resolve(MasterKeyFolder.PASSPHRASE_BESIDE));
             SoftSecurityModule earlier = new SoftSecurityModule(MasterKeys.only(LocalMasterKey.open(keys.resolve("lmk.p12"), passphrase)),
                     VaultOptions.STANDARD.withSingleLengthKeys(true))) {
            return earlier.issueWorkingKeys(earlier.generate(KeyPurpose.TERMINAL_MASTER), WorkingKeySet.SINGLE).pinKey();
        }
    }

    @ParameterizedTest
    @EnumSource
    void sale_withPinOrTrackWhereAnotherProfilePutsThem_isRefusedByNameAndPostsNothing(TerminalProfile profile) {
        RawTerminal terminal = RawTerminal.inService(corridor, "SYPROF-" + profile + "-05", profile);
        int postings = corridor.network.postings().size();
        double pins = refused(GatewayRefusal.PIN_BLOCK_OF_ANOTHER_PROFILE);
        double tracks = refused(GatewayRefusal.TRACK_OF_ANOTHER_PROFILE);
        if (profile == TerminalProfile.TDES) {
            assertThat(terminal.askSigned(with(terminal.sale(100, card), FactorTlv.PIN_BLOCK, 16)).text(39)).isEqualTo("99");
            assertThat(terminal.askSigned(with(terminal.sale(100, card), FactorTlv.TRACK_2, 48)).text(39)).isEqualTo("A7");
        } else {
            assertThat(terminal.askSigned(terminal.sale(100, card).bytes(52, new byte[8]).text(26, "12").build()).text(39)).isEqualTo("99");
            String encrypted = "6216261000000000018DB47A3539B5E5F2F40";
            assertThat(terminal.askSigned(terminal.sale(100, card).text(35, encrypted).build()).text(39)).isEqualTo("A7");
        }
        assertThat(refused(GatewayRefusal.PIN_BLOCK_OF_ANOTHER_PROFILE)).isEqualTo(pins + 1);
        assertThat(refused(GatewayRefusal.TRACK_OF_ANOTHER_PROFILE)).isEqualTo(tracks + 1);
        assertThat(corridor.network.postings()).hasSize(postings);
    }

    @ParameterizedTest
    @EnumSource(names = {"AES", "SM4"})
    void sale_withPinBlockOrTrackOfNoUse_isRefused(TerminalProfile profile) {
        RawTerminal terminal = RawTerminal.inService(corridor, "SYPROF-" + profile + "-06", profile);
        int postings = corridor.network.postings().size();
        for (int length : new int[] {0, 8, 15, 16, 17}) {
            assertThat(terminal.askSigned(with(terminal.sale(100, card), FactorTlv.PIN_BLOCK, length)).text(39)).isEqualTo("99");
        }
        byte[] otherCard = terminal.pinBlock(card.pin(SecretAccess.granted()), corridor.network.cards().get(1));
        assertThat(terminal.askSigned(with(terminal.sale(100, card), FactorTlv.PIN_BLOCK, otherCard)).text(39)).isEqualTo("99");
        for (int length : new int[] {0, 16, 47, 48, 49}) {
            assertThat(terminal.askSigned(with(terminal.sale(100, card), FactorTlv.TRACK_2, length)).text(39)).isEqualTo("A7");
        }
        assertThat(corridor.network.postings()).hasSize(postings);
    }

    /// The profile changes with the keys: not when the code is issued, but when the device is activated with it.
    @Test
    void profile_chosenForANewActivation_holdsFromTheActivationOn() {
        RawTerminal terminal = RawTerminal.inService(corridor, "SYPROF-CHANGE-01");
        String code;
        try (var issued = corridor.bean(Terminals.class).issueActivation(new TerminalId(terminal.id()), Optional.of(TerminalProfile.SM4)).clear()) {
            code = new String(issued.reveal(SecretAccess.granted()), StandardCharsets.UTF_8);
        }
        assertThat(terminal.askSigned(terminal.sale(100, card).build()).text(39)).isEqualTo("00");
        assertThat(terminal.activate(corridor, code, EcKeys.P256.generate()).statusCode()).isEqualTo(200);
        assertThat(terminal.settings().path("profile").asString()).isEqualTo("sm4");
        terminal.batch(terminal.settings().path("batch").asString());
        terminal.signIn(KeySet.SM4);
        assertThat(terminal.askSigned(terminal.sale(100, card).build()).text(39)).isEqualTo("00");
    }

    private static Message with(Message.Builder sale, int tag, int length) {
        return with(sale, tag, new byte[length]);
    }

    private static Message with(Message.Builder sale, int tag, byte[] value) {
        try {
            return sale.bytes(57, FactorTlv.decode(sale.build().bytes(57)).with(tag, value).encode()).build();
        } catch (DecodeException ownField) {
            throw new IllegalStateException(ownField);
        }
    }

    private static double refused(GatewayRefusal refusal) {
        Counter counter = corridor.bean(MeterRegistry.class).find("shouyin.gateway.refused").tag("rule", refusal.name()).counter();
        return counter == null ? 0 : counter.count();
    }
}
