package io.shouyin.vault;

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
    private final CardValueGuard guard;

    SoftCards(KeyRing ring, CardValueGuard guard) {
        this.ring = ring;
        this.guard = guard;
    }

    @Override
    public CardValueVerdict verifyCardValue(KeyBlock cardValueKey, CardValue kind, Pan pan, String expiry, String value) {
        String digits = Clear.digits(pan);
        String serviceCode = serviceCode(kind);
        return ring.use(cardValueKey, CHECKING, "verifyCardValue", entry ->
                switch (guard.judge(digits, expiry, serviceCode, () -> entry.cardValue().verify(digits, expiry, serviceCode, value))) {
                    case RIGHT -> CardValueVerdict.RIGHT;
                    case WRONG -> CardValueVerdict.WRONG;
                    case LIMIT_REACHED -> {
                        ring.refused("verifyCardValue", VaultRefusal.CARD_VALUE_LIMIT_REACHED, entry.purpose());
                        yield CardValueVerdict.LIMIT_REACHED;
                    }
                });
    }

    @Override
    public String issueCardValue(KeyBlock issuerKey, CardValue kind, Pan pan, String expiry) {
        return ring.use(issuerKey, ISSUING, "issueCardValue",
                entry -> entry.cardValue().cvv(Clear.digits(pan), expiry, serviceCode(kind)));
    }

    @Override
    public ChipVerdict verifyArqc(KeyBlock chipKey, ChipRequest request, ChipAnswer answer) {
        return ring.use(chipKey, CHIP, "verifyArqc", entry -> {
            try (CardProfile.Card card = request.profile().card(entry.issuer(), Clear.digits(request.pan()), request.panSequence())) {
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
}
