package io.shouyin.host.credentials;

import io.shouyin.host.credentials.Conditions.Cumulated;
import io.shouyin.kernel.MerchantId;
import io.shouyin.kernel.MinorAmount;
import io.shouyin.kernel.Pan;
import io.shouyin.kernel.TerminalId;
import java.time.Instant;
import java.util.Optional;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/// What other modules know and step-up asks. What nobody knows here is not there: no card users, no phones, no fingerprints.
@Component
class StepUpSurroundings {

    private static final Leaf CODE = new Leaf(Factor.ONE_TIME_CODE, Leaf.Actor.SELF);
    private static final Leaf FINGER = new Leaf(Factor.FINGERPRINT, Leaf.Actor.SELF);

    private final ObjectProvider<RegisteredCards> cards;
    private final ObjectProvider<CodeCarrier> codes;
    private final Authenticators authenticators;
    private final ObjectProvider<Fingerprints> fingerprints;
    private final ObjectProvider<Turnover> turnover;
    private final ObjectProvider<AmountCap> caps;

    StepUpSurroundings(ObjectProvider<RegisteredCards> cards, ObjectProvider<CodeCarrier> codes, Authenticators authenticators, ObjectProvider<Fingerprints> fingerprints,
                       ObjectProvider<Turnover> turnover, ObjectProvider<AmountCap> caps) {
        this.cards = cards;
        this.codes = codes;
        this.authenticators = authenticators;
        this.fingerprints = fingerprints;
        this.turnover = turnover;
        this.caps = caps;
    }

    Optional<RegisteredCards.Registration> cardUser(MerchantId merchant, Pan card) {
        return cards.stream().map(register -> register.find(merchant, card)).flatMap(Optional::stream).findFirst();
    }

    boolean hasSecondFactor(MerchantId merchant, TerminalId terminal) {
        return canShow(CODE, merchant, terminal) || canShow(FINGER, merchant, terminal);
    }

    boolean canShow(Leaf leaf, MerchantId merchant, TerminalId terminal) {
        return switch (leaf.factor()) {
            case ONE_TIME_CODE -> codes.stream().anyMatch(carrier -> carrier.phoneOf(merchant).isPresent())
                    || authenticators.of(merchant, terminal).stream().anyMatch(Authenticators.Kept::isConfirmed);
            case FINGERPRINT -> fingerprints.stream().anyMatch(register -> register.isEnrolled(terminal, leaf.actor()));
            case TXN_PASSWORD, SUPERVISOR_PASSWORD, CARD_PASSWORD, PIN -> true;
        };
    }

    boolean isOverCap(TerminalId terminal, MinorAmount amount) {
        return caps.stream().flatMap(cap -> cap.of(terminal).stream()).anyMatch(cap -> amount.fen() > cap.fen());
    }

    MinorAmount sold(MerchantId merchant, TerminalId terminal, Pan card, Cumulated.Over over, Instant since) {
        Turnover book = turnover.getObject();
        return switch (over) {
            case TERMINAL -> book.ofTerminal(merchant, terminal, since);
            case CARD -> book.ofCard(card, since);
        };
    }
}
