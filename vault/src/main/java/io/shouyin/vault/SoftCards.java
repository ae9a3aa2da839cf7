package io.shouyin.vault;

import io.shouyin.kernel.CardDataAccess;
import io.shouyin.kernel.Pan;
import io.shouyin.paycrypto.CardProfile;
import io.shouyin.paycrypto.Cvv;
import java.util.Set;

/// Card values and chip cryptograms in this process.
final class SoftCards implements CardCommands {

    private static final Set<KeyPurpose> CHECKING = Set.of(KeyPurpose.CARD_VALUE_CHECK, KeyPurpose.CARD_VALUE_ISSUE);
    private static final Set<KeyPurpose> ISSUING = Set.of(KeyPurpose.CARD_VALUE_ISSUE);
    private static final Set<KeyPurpose> CHIP = Set.of(KeyPurpose.CHIP_CRYPTOGRAM);

    private final KeyRing ring;

    SoftCards(KeyRing ring) {
        this.ring = ring;
    }

    @Override
    public boolean verifyCardValue(KeyBlock cardValueKey, CardValue kind, Pan pan, String expiry, String value) {
        return ring.use(cardValueKey, CHECKING, "verifyCardValue",
                entry -> entry.cardValue().verify(digits(pan), expiry, serviceCode(kind), value));
    }

    @Override
    public String issueCardValue(KeyBlock issuerKey, CardValue kind, Pan pan, String expiry) {
        return ring.use(issuerKey, ISSUING, "issueCardValue",
                entry -> entry.cardValue().cvv(digits(pan), expiry, serviceCode(kind)));
    }

    @Override
    public ChipVerdict verifyArqc(KeyBlock chipKey, ChipRequest request, ChipAnswer answer) {
        return ring.use(chipKey, CHIP, "verifyArqc", entry -> {
            try (CardProfile.Card card = request.profile().card(entry.issuer(), digits(request.pan()), request.panSequence())) {
                // the answer first: what is wrong with it is told, whether the cryptogram is right or not
                byte[] arpc = switch (answer) {
                    case ChipAnswer.Method1(byte[] responseCode) ->
                            card.arpc(request.atc(), request.unpredictableNumber(), request.arqc(), responseCode);
                    case ChipAnswer.Method2(byte[] cardStatusUpdate, byte[] proprietary) ->
                            card.arpcWithStatus(request.atc(), request.arqc(), cardStatusUpdate, proprietary);
                };
                return card.verify(request.atc(), request.unpredictableNumber(), request.data(), request.arqc())
                        ? new ChipVerdict.Right(arpc) : new ChipVerdict.Wrong();
            }
        });
    }

    private static String serviceCode(CardValue kind) {
        return switch (kind) {
            case CardValue.OnStripe(String serviceCode) -> serviceCode;
            case CardValue.InPrint() -> Cvv.SERVICE_CODE_CVV2;
            case CardValue.InChip() -> Cvv.SERVICE_CODE_ICVV;
        };
    }

    private static String digits(Pan pan) {
        return pan.reveal(CardDataAccess.granted());
    }
}
