package io.shouyin.host.ledger;

/// One line of a journal.
///
/// @param amountFen debits positive, credits negative; never 0
public record Line(Account account, long amountFen) {

    static Line debit(Account account, long fen) {
        return new Line(account, fen);
    }

    static Line credit(Account account, long fen) {
        return new Line(account, Math.negateExact(fen));
    }
}
