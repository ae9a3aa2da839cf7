package io.shouyin.terminal.flow;

import io.shouyin.kernel.ResponseCode;
import io.shouyin.terminal.device.Text;
import io.shouyin.terminal.line.Answer;
import java.util.Set;
import java.util.stream.Stream;

/// Why the host said no to a transaction, which factor it is about, and what can be done about it at the till.
///
/// @param factor that was wrong, locked or over; where the host does not say, the first that was shown
record TransactionRefusal(String code, Advice advice, Factor factor, Remedy remedy) {

    enum Remedy {
        NONE,
        /// Something is missing.
        SHOW_MORE,
        ENTER_AGAIN,
        /// A code or fingerprint is over: another is to be had.
        GET_ANOTHER,
        /// The transaction password is to be changed by the administrator, or another one entered.
        CHANGE_IT
    }

    /// A one-time password is used up, or one is not good yet or no more by the term that others set: no reason to change the standing one.
    private static final Set<String> ENTER_ANOTHER = Set.of("SECRET_USED", "ONE_TIME_EXPIRED", "ONE_TIME_REVOKED", "SECRET_NOT_YET_VALID",
            "SECRET_TERM_OVER");

    /// @param shown what the transaction carried
    static TransactionRefusal of(Answer.Answered answered, Set<Factor> shown) {
        Advice advice = Advice.of(answered.message());
        String code = answered.code();
        boolean pinWrong = code.equals(ResponseCode.PIN_WRONG.code());
        Factor factor = pinWrong ? Factor.PIN : Stream.concat(advice.factors().stream(), shown.stream()).findFirst().orElse(Factor.TRANSACTION_PASSWORD);
        Remedy remedy = pinWrong || code.equals(ResponseCode.FACTOR_WRONG.code()) ? Remedy.ENTER_AGAIN
                : code.equals(ResponseCode.FACTOR_MISSING.code()) ? Remedy.SHOW_MORE
                : isDue(code) ? over(factor, advice)
                : factor.isBoundToTransaction() && code.equals(ResponseCode.FACTOR_LOCKED.code()) ? Remedy.GET_ANOTHER
                : Remedy.NONE;
        return new TransactionRefusal(code, advice, factor, remedy);
    }

    private static Remedy over(Factor factor, Advice advice) {
        return switch (factor) {
            case ONE_TIME_CODE, FINGERPRINT, SUPERVISOR_FINGERPRINT -> Remedy.GET_ANOTHER;
            case TRANSACTION_PASSWORD -> isAnotherWanted(advice) ? Remedy.ENTER_AGAIN : Remedy.CHANGE_IT;
            case CARD_PASSWORD -> isAnotherWanted(advice) ? Remedy.ENTER_AGAIN : Remedy.NONE;
            case SUPERVISOR_PASSWORD, PIN -> Remedy.NONE;
        };
    }

    private static boolean isAnotherWanted(Advice advice) {
        return advice.refusal().filter(ENTER_ANOTHER::contains).isPresent();
    }

    /// The transaction has been to the issuer: what was made for it alone is used up.
    boolean issuerHasSeenIt() {
        return factor == Factor.PIN;
    }

    Text headline() {
        return advice.refusalText().orElseGet(() -> Password.of(factor).refusal(code));
    }

    Text detail() {
        return advice.triesLeftText().isPresent() ? advice.triesLeftText().get()
                : remedy == Remedy.SHOW_MORE ? advice.factors().stream().findFirst().map(Factor::text).orElse(Text.of("factor.other"))
                : isDue(code) && factor == Factor.CARD_PASSWORD && !isAnotherWanted(advice) ? Text.of("password.card.due")
                : isDue(code) && factor == Factor.SUPERVISOR_PASSWORD ? Text.of("password.supervisor.due")
                : Text.of("host.code", code);
    }

    /// To be changed first.
    private static boolean isDue(String code) {
        return code.equals(ResponseCode.FACTOR_EXPIRED.code()) || code.equals(ResponseCode.FACTOR_INITIAL.code());
    }
}
