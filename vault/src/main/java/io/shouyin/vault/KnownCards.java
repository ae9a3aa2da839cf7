package io.shouyin.vault;

import static io.shouyin.vault.SelfTest.hex;
import static io.shouyin.vault.SelfTest.told;

import io.shouyin.paycrypto.CardProfile;
import io.shouyin.paycrypto.Cvv;
import io.shouyin.paycrypto.EmvCryptograms;
import io.shouyin.paycrypto.EmvKeys;
import io.shouyin.paycrypto.MacPadding;
import java.util.List;

/// Known answers of card values and of the cryptograms of chip cards.
final class KnownCards {

    private static final String ECB_KEY = "0123456789ABCDEFFEDCBA9876543210";

    private KnownCards() {}

    static List<SelfTest> all() {
        return List.of(
                new SelfTest("CVV", List.of("361", "843", "true", "false"), () -> List.of(
                        Cvv.cvv(hex("99999999999999998888888888888888"), "2222222222222222", "3333", "111"),
                        Cvv.cvv(hex("C192C8E9C71594F1C12F0D9138BA85EC"), "4756372692809", "2609", "000"),
                        told(Cvv.verify(hex("99999999999999998888888888888888"), "2222222222222222", "3333", "111", "361")),
                        told(Cvv.verify(hex("99999999999999998888888888888888"), "2222222222222222", "3333", "111", "362")))),
                new SelfTest("EMV keys and cryptograms", List.of("F84315C7B95BD3B0C74694922C3808B0", "3E736BF8D37664348A04E3ABE00DEFC1",
                        "4B46013359B7A58B", "F8C9CECAABD55AD1", "4962B76C", "F767ECC2263B2C543775CB62AB6B57D6",
                        "68E9A15BBCF283EF0164F7E6C44C4325", "2608BAA2378C92DAE0948A97E0CD230B", "FD296B5E207FBFA101A8AB67C2E38ABC"),
                        KnownCards::cryptograms),
                new SelfTest("chip cards", List.of("true", "false", "9AF514C1", "28993816AFAE4AEB"), KnownCards::chipCards));
    }

    /// At the end option B with hashes of too few decimal digits.
    private static List<String> cryptograms() {
        byte[] card = EmvKeys.masterKeyA(hex(ECB_KEY), "9901234567890123", "45");
        byte[] session = EmvKeys.commonSessionKey(card, hex("1234567890123456"));
        byte[] arqc = EmvCryptograms.cryptogram(session, MacPadding.ONE_AND_ZEROS, hex("0123456789ABCDEF0123456789ABCDEF"));
        return List.of(hex(card), hex(session), hex(arqc), hex(EmvCryptograms.arpcMethod1(card, arqc, new byte[2])),
                hex(EmvCryptograms.arpcMethod2(session, arqc, new byte[4], hex("1234567890ABCDEF"))),
                hex(EmvKeys.masterKeyB(hex(ECB_KEY), "12345678901234567", "45")),
                hex(EmvKeys.mastercardSessionKey(hex("DCE992BCE398C264F7858AFD4C4A324A"), hex("3456"), hex("11111111"))),
                hex(EmvKeys.masterKeyB(hex(ECB_KEY), "000000000000000005", "23")), hex(EmvKeys.masterKeyB(hex(ECB_KEY), "62162610000004504", "01")));
    }

    private static List<String> chipCards() {
        byte[] atc = hex("001C");
        byte[] data = hex("0000000040000000000000000124800004800001241911050152BF45851800001C06011203A0B800");
        byte[] arqc = hex("7A788EA6B8A3E733");
        byte[] wrong = hex("7A788EA6B8A3E732");
        try (CardProfile.Card card = CardProfile.VISA_18.card(hex(ECB_KEY), "1234567890123456", "00");
             CardProfile.Card older = CardProfile.VISA_10.card(hex(ECB_KEY), "1234567890123456", "00")) {
            return List.of(told(card.verify(atc, new byte[4], data, arqc)), told(card.verify(atc, new byte[4], data, wrong)),
                    hex(card.arpcWithStatus(atc, arqc, new byte[4], new byte[0])),
                    hex(older.arpc(atc, new byte[4], hex("29CCA15AE665FA2E"), hex("3030"))));
        }
    }
}
