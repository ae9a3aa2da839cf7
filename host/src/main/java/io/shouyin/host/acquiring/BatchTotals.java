package io.shouyin.host.acquiring;

import io.shouyin.iso8583.terminal.CardOrigin;
import io.shouyin.iso8583.terminal.Field48;
import io.shouyin.iso8583.terminal.Field48.Result;
import io.shouyin.kernel.MinorAmount;

/// What a batch comes to, in the host's own width: a batch may hold more than field 48 can say.
record BatchTotals(Sums domestic, Sums foreign) {

    private static final int COUNT_MAX = 999;

    /// The totals of one origin of cards.
    record Sums(long debitFen, long debitCount, long creditFen, long creditCount) {

        static final Sums NOTHING = new Sums(0, 0, 0, 0);

        static Sums of(Field48.Side side) {
            return new Sums(side.debit().fen(), side.debitCount(), side.credit().fen(), side.creditCount());
        }

        private Field48.Side side(Result result) {
            return new Field48.Side(shown(debitFen), shownCount(debitCount), shown(creditFen), shownCount(creditCount), result);
        }

        private static MinorAmount shown(long fen) {
            return new MinorAmount(Math.min(fen, MinorAmount.FEN_MAX));
        }

        private static int shownCount(long count) {
            return (int) Math.min(count, COUNT_MAX);
        }

        /// What somebody else says of the same transactions.
        Result compared(Sums other) {
            return equals(other) ? Result.BALANCED : Result.UNBALANCED;
        }
    }

    static BatchTotals of(Field48.Totals told) {
        return new BatchTotals(Sums.of(told.domestic()), Sums.of(told.foreign()));
    }

    Sums of(CardOrigin origin) {
        return switch (origin) {
            case DOMESTIC -> domestic;
            case FOREIGN -> foreign;
        };
    }

    /// Field 48 of an answer; what its digits cannot say stands as the most that they can, and balances with nothing.
    Field48.Totals shown(Result domesticResult, Result foreignResult) {
        return new Field48.Totals(domestic.side(domesticResult), foreign.side(foreignResult));
    }
}
