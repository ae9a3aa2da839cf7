package io.shouyin.vault;

import static io.shouyin.vault.Fixtures.PAN;
import static io.shouyin.vault.Fixtures.assertFault;
import static io.shouyin.vault.Fixtures.hex;
import static io.shouyin.vault.Fixtures.known;
import static org.assertj.core.api.Assertions.assertThat;

import io.shouyin.kernel.Pan;
import io.shouyin.paycrypto.CardProfile;
import io.shouyin.paycrypto.Cvv;
import io.shouyin.vault.CardCommands.CardValue;
import io.shouyin.vault.CardCommands.CardValueVerdict;
import io.shouyin.vault.CardCommands.ChipAnswer;
import io.shouyin.vault.CardCommands.ChipRequest;
import io.shouyin.vault.CardCommands.ChipVerdict;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What every implementation of [CardCommands] does.
interface CardContract {

    String ISSUER_KEY = "0123456789ABCDEFFEDCBA9876543210";

    SecurityModule vault();

    @Test
    default void cardValues_knownAnswer_isIssuedAndFound() {
        KeyBlock key = known(vault(), KeyPurpose.CARD_VALUE_ISSUE, "99999999999999998888888888888888");
        Pan pan = Pan.of("2222222222222222");
        assertThat(vault().issueCardValue(key, new CardValue.OnStripe("111"), pan, "3333")).isEqualTo("361");
        KeyBlock checking = known(vault(), KeyPurpose.CARD_VALUE_CHECK, "99999999999999998888888888888888");
        for (CardValue kind : List.of(new CardValue.OnStripe("226"), new CardValue.InPrint(), new CardValue.InChip())) {
            String value = vault().issueCardValue(key, kind, PAN, "3012");
            assertThat(vault().verifyCardValue(checking, kind, PAN, "3012", value)).isEqualTo(CardValueVerdict.RIGHT);
            assertThat(vault().verifyCardValue(key, kind, PAN, "3012", value)).isEqualTo(CardValueVerdict.RIGHT);
            assertThat(vault().verifyCardValue(checking, kind, PAN, "3012", wrong(value))).isEqualTo(CardValueVerdict.WRONG);
        }
        assertThat(vault().issueCardValue(key, new CardValue.InPrint(), PAN, "3012")).isEqualTo(
                Cvv.cvv(hex("99999999999999998888888888888888"), "6216261000000000018", "3012", "000"));
        for (String expiry : List.of("", "301", "30123", "3A12")) {
            assertFault(VaultRefusal.VAULT_INPUT_INVALID,
                    () -> vault().verifyCardValue(checking, new CardValue.InPrint(), PAN, expiry, "123"));
        }
        assertFault(VaultRefusal.VAULT_INPUT_INVALID,
                () -> vault().verifyCardValue(checking, new CardValue.OnStripe("22"), PAN, "3012", "123"));
    }

    @Test
    default void verifyCardValue_wrongTooOften_refusesTheRightOneTooButOfThisCardOnly() {
        KeyBlock key = vault().generate(KeyPurpose.CARD_VALUE_ISSUE);
        Pan other = Pan.of("6216261000000000026");
        CardValue inPrint = new CardValue.InPrint();
        String right = vault().issueCardValue(key, inPrint, PAN, "3012");
        for (int i = 0; i < 3 * PinLimits.STANDARD.wrongCardValuesPerCardMax(); i++) {
            assertThat(vault().verifyCardValue(key, inPrint, PAN, "3012", right)).isEqualTo(CardValueVerdict.RIGHT);
        }
        for (int i = 0; i < PinLimits.STANDARD.wrongCardValuesPerCardMax(); i++) {
            CardValue kind = List.of(inPrint, new CardValue.InChip(), new CardValue.OnStripe("226")).get(i % 3);
            String expiry = "3%03d".formatted(i);
            assertThat(vault().verifyCardValue(key, kind, PAN, expiry, wrong(vault().issueCardValue(key, kind, PAN, expiry)))).isEqualTo(CardValueVerdict.WRONG);
        }
        assertThat(vault().verifyCardValue(key, inPrint, PAN, "3012", right)).isEqualTo(CardValueVerdict.LIMIT_REACHED);
        assertThat(vault().verifyCardValue(key, inPrint, other, "3012", vault().issueCardValue(key, inPrint, other, "3012")))
                .isEqualTo(CardValueVerdict.RIGHT);
    }

    /// Three digits that are not the card's.
    static String wrong(String value) {
        return value.substring(0, 2) + (value.charAt(2) == '0' ? '1' : '0');
    }

    @Test
    default void verifyCardValue_thatIsNone_isRefusedByNameAndNotCounted() {
        KeyBlock key = vault().generate(KeyPurpose.CARD_VALUE_ISSUE);
        CardValue inPrint = new CardValue.InPrint();
        String right = vault().issueCardValue(key, inPrint, PAN, "3012");
        for (int i = 0; i <= PinLimits.STANDARD.wrongCardValuesPerCardMax(); i++) {
            for (String none : List.of("", "12", "1234", "abc", "12 ", "１２３")) {
                assertFault(VaultRefusal.VAULT_INPUT_INVALID, () -> vault().verifyCardValue(key, inPrint, PAN, "3012", none));
            }
        }
        assertThat(vault().verifyCardValue(key, inPrint, PAN, "3012", right)).isEqualTo(CardValueVerdict.RIGHT);
    }

    /// The digits of expiry and service code can stand in the number: the value is the same.
    @Test
    default void verifyCardValue_underALongerNumber_isCountedAsTheSameValue() {
        KeyBlock key = vault().generate(KeyPurpose.CARD_VALUE_ISSUE);
        Pan card = Pan.of("6216261000000018");
        String right = vault().issueCardValue(key, new CardValue.InPrint(), card, "3012");
        Pan alias = Pan.of("6216261000000018301");
        CardValue moved = new CardValue.OnStripe("000");
        assertThat(vault().issueCardValue(key, moved, alias, "2000")).isEqualTo(right);
        for (int i = 0; i < PinLimits.STANDARD.wrongCardValuesPerCardMax(); i++) {
            assertThat(vault().verifyCardValue(key, moved, alias, "2000", wrong(right))).isEqualTo(CardValueVerdict.WRONG);
        }
        assertThat(vault().verifyCardValue(key, new CardValue.InPrint(), card, "3012", right)).isEqualTo(CardValueVerdict.LIMIT_REACHED);
    }

    @Test
    default void verifyArqc_eachProfile_answersTheRightAndRefusesTheChanged() {
        KeyBlock key = known(vault(), KeyPurpose.CHIP_CRYPTOGRAM, ISSUER_KEY);
        for (CardProfile profile : CardProfile.values()) {
            try (CardProfile.Card card = profile.card(hex(ISSUER_KEY), "6216261000000000018", "01")) {
                byte[] atc = hex("001C");
                byte[] number = hex("30901B6A");
                byte[] data = hex("0123456789ABCDEF0123456789ABCDEF01");
                byte[] arqc = card.cryptogram(atc, number, data);
                boolean method2 = List.of(CardProfile.VISA_18, CardProfile.VISA_22).contains(profile);
                ChipAnswer first = new ChipAnswer.Method1(hex("3030"));
                ChipAnswer second = new ChipAnswer.Method2(hex("00820000"), hex("1234"));
                ChipRequest right = new ChipRequest(profile, PAN, "01", atc, number, data, arqc);
                byte[] expected = method2 ? card.arpcWithStatus(atc, arqc, hex("00820000"), hex("1234"))
                        : card.arpc(atc, number, arqc, hex("3030"));
                var verdict = (ChipVerdict.Right) vault().verifyArqc(key, right, method2 ? second : first);
                assertThat(verdict.arpc()).isEqualTo(expected).hasSize(method2 ? 4 : 8);

                byte[] changed = arqc.clone();
                changed[7] ^= 1;
                for (ChipRequest wrong : List.of(new ChipRequest(profile, PAN, "01", atc, number, data, changed),
                        new ChipRequest(profile, PAN, "01", atc, number, hex("00"), arqc),
                        new ChipRequest(profile, Pan.of("6216261000000000026"), "01", atc, number, data, arqc))) {
                    assertThat(vault().verifyArqc(key, wrong, method2 ? second : first)).isEqualTo(new ChipVerdict.Wrong());
                    assertFault(VaultRefusal.VAULT_INPUT_INVALID, () -> vault().verifyArqc(key, wrong, method2 ? first : second));
                }
                assertFault(VaultRefusal.VAULT_INPUT_INVALID, () -> vault().verifyArqc(key,
                        new ChipRequest(profile, PAN, "01", atc, number, data, new byte[7]), method2 ? second : first));
                assertFault(VaultRefusal.VAULT_INPUT_INVALID, () -> vault().verifyArqc(key,
                        new ChipRequest(profile, PAN, "1", atc, number, data, arqc), method2 ? second : first));
            }
        }
    }
}
