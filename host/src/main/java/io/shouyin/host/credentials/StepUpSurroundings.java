package io.shouyin.host.credentials;

import io.shouyin.host.credentials.Conditions.Cumulated;
import io.shouyin.host.platform.OneRead;
import io.shouyin.kernel.MerchantId;
import io.shouyin.kernel.MinorAmount;
import io.shouyin.kernel.OperatorNumber;
import io.shouyin.kernel.Pan;
import io.shouyin.kernel.TerminalId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/// What other modules know and step-up asks. What nobody knows here is not there: no card users, no phones, no fingerprints.
@Component
class StepUpSurroundings {

    private final ObjectProvider<RegisteredCards> cards;
    private final ObjectProvider<CodeCarrier> codes;
    private final ObjectProvider<Fingerprints> fingerprints;
    private final ObjectProvider<Turnover> turnover;
    private final ObjectProvider<AmountCap> caps;

    StepUpSurroundings(ObjectProvider<RegisteredCards> cards, ObjectProvider<CodeCarrier> codes, ObjectProvider<Fingerprints> fingerprints,
                       ObjectProvider<Turnover> turnover, ObjectProvider<AmountCap> caps) {
        this.cards = cards;
        this.codes = codes;
        this.fingerprints = fingerprints;
        this.turnover = turnover;
        this.caps = caps;
    }

    Optional<RegisteredCards.Asked> card(OneRead read, MerchantId merchant, Optional<Pan> card) {
        return card.flatMap(number -> cards.stream().map(register -> register.ask(read, merchant, number)).flatMap(Optional::stream).findFirst());
    }

    /// @param authenticators all of the terminal, of the same read
    Supplier<SecondFactors> secondFactors(OneRead read, MerchantId merchant, TerminalId terminal, Supplier<List<Authenticators.Kept>> authenticators) {
        List<BooleanSupplier> sent = codes.stream().map(carrier -> carrier.reaches(read, merchant)).toList();
        List<Supplier<List<OperatorNumber>>> enrolled = fingerprints.stream().map(register -> register.enrolled(read, terminal)).toList();
        return () -> {
            List<OperatorNumber> fingers = enrolled.stream().flatMap(register -> register.get().stream()).toList();
            boolean code = sent.stream().anyMatch(BooleanSupplier::getAsBoolean) || authenticators.get().stream().anyMatch(Authenticators.Kept::isConfirmed);
            return new SecondFactors(code, !fingers.isEmpty(), fingers.contains(OperatorNumber.SUPERVISOR));
        };
    }

    boolean isOverCap(TerminalId terminal, MinorAmount amount) {
        return caps.stream().flatMap(cap -> cap.of(terminal).stream()).anyMatch(cap -> amount.fen() > cap.fen());
    }

    Supplier<Long> soldFen(OneRead read, StepUp.Request request, Cumulated.Over over, Instant since) {
        Turnover book = turnover.getObject();
        return switch (over) {
            case TERMINAL -> book.ofTerminalFen(read, request.merchant(), request.terminal(), since);
            case CARD -> request.card().map(card -> book.ofCardFen(read, card, since)).orElse(() -> 0L);
        };
    }
}
