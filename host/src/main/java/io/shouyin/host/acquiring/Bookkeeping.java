package io.shouyin.host.acquiring;

import io.shouyin.host.credentials.CardKinds;
import io.shouyin.host.credentials.Conditions.CardKind;
import io.shouyin.host.ledger.Books;
import io.shouyin.host.ledger.Posting;
import io.shouyin.host.ledger.Posting.Kind;
import io.shouyin.host.platform.OneRead;
import io.shouyin.host.platform.OneWrite;
import io.shouyin.host.pricing.CardType;
import io.shouyin.host.pricing.Pricing;
import io.shouyin.iso8583.terminal.SettlementSide;
import io.shouyin.iso8583.terminal.TransactionKind;
import io.shouyin.kernel.Check;
import io.shouyin.kernel.MerchantId;
import io.shouyin.kernel.MinorAmount;
import io.shouyin.kernel.Pan;
import java.time.LocalDate;
import java.util.Optional;
import java.util.function.Supplier;
import org.springframework.jdbc.core.JdbcOperations;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/// What a card transaction moves in the books, by its kind. What only asks or holds moves nothing: a balance, a pre-authorization.
@Component
class Bookkeeping {

    private final Books books;
    private final Pricing pricing;
    private final CardKinds cards;
    private final MerchantDirectory merchants;
    private final Originals originals;
    private final JdbcOperations jdbc;

    Bookkeeping(Books books, Pricing pricing, CardKinds cards, MerchantDirectory merchants, Originals originals, JdbcOperations jdbc) {
        this.books = books;
        this.pricing = pricing;
        this.cards = cards;
        this.merchants = merchants;
        this.originals = originals;
        this.jdbc = jdbc;
    }

    static boolean moves(TransactionKind kind) {
        return SettlementSide.of(kind).isPresent();
    }

    /// The journal of an approval, as part of the write that makes it true. A charge reads nothing; what follows another locks it and reads its
    /// journal, in one go.
    ///
    /// @param channel the network that has approved it
    /// @param amount what was approved
    public void approved(OneWrite write, TransactionRequest request, String channel, MinorAmount amount, Optional<Original> original, LocalDate businessDate) {
        posting(request, channel, amount, original, businessDate).ifPresent(posting -> books.post(write, posting));
    }

    private Optional<Posting> posting(TransactionRequest request, String channel, MinorAmount amount, Optional<Original> original, LocalDate businessDate) {
        TransactionKey key = request.key();
        return switch (request.kind()) {
            case SALE, OFFLINE_SALE -> Optional.of(charge(request, channel, amount, Kind.SALE, businessDate));
            case COMPLETION, COMPLETION_NOTICE -> Optional.of(charge(request, channel, amount, Kind.COMPLETION, businessDate));
            case VOID -> followed(original).map(found -> found.undo(key(key), Kind.VOID, businessDate));
            case COMPLETION_VOID -> followed(original).map(found -> found.undo(key(key), Kind.COMPLETION_VOID, businessDate));
            case REFUND -> followed(original).map(found -> found.refund(key(key), amount, businessDate));
            case TransactionKind other -> throw new IllegalStateException(other + " moves nothing");
        };
    }

    private Posting charge(TransactionRequest request, String channel, MinorAmount amount, Kind kind, LocalDate businessDate) {
        MerchantId merchant = request.key().merchant();
        return Posting.charge(merchant, key(request.key()), kind, channel, amount,
                pricing.quote(merchant, merchants.require(merchant).mcc(), request.pan().map(this::type).orElse(CardType.WALLET), amount, businessDate), businessDate);
    }

    /// A card that is in no line of the table is priced as a credit card, whose cost has no cap.
    private CardType type(Pan card) {
        return cards.of(card).filter(kind -> kind == CardKind.DEBIT).isPresent() ? CardType.DEBIT : CardType.CREDIT;
    }

    private Optional<Books.Followed> followed(Optional<Original> original) {
        Check.invariant(TransactionSynchronizationManager.isActualTransactionActive(), "what follows another is posted while that one is locked");
        TransactionKey key = original.orElseThrow().key();
        OneRead read = new OneRead();
        originals.lock(read, key);
        Supplier<Optional<Books.Followed>> found = books.followed(read, key.merchant(), key(key));
        read.run(jdbc);
        return found.get();
    }

    /// Whatever it has moved goes back, in the commit that reverses it.
    @Transactional(propagation = Propagation.MANDATORY)
    public void reversed(TransactionKey key, LocalDate businessDate) {
        books.reverse(key.merchant(), key(key), businessDate);
    }

    /// Within a merchant's books.
    static String key(TransactionKey key) {
        return key.terminal() + "." + key.batch() + "." + key.trace();
    }
}
