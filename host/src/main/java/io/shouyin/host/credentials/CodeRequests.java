package io.shouyin.host.credentials;

import io.shouyin.host.credentials.CredentialService.Answer;
import io.shouyin.iso8583.terminal.FactorTlv;
import io.shouyin.iso8583.terminal.TransactionKind;
import io.shouyin.kernel.MinorAmount;
import io.shouyin.kernel.OperatorNumber;
import io.shouyin.kernel.ResponseCode;
import io.shouyin.kernel.TraceNumber;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/// A terminal asks for a code by SMS for a transaction to come (60.3 = 408). Runs inside the transaction of [CredentialService].
@Component
class CodeRequests {

    /// Kind by 60.1, amount, trace number.
    private static final Pattern TRANSACTION = Pattern.compile("([0-9]{2})([0-9]{12})([0-9]{6})");
    private static final Pattern OPERATOR = Pattern.compile("[0-9]{2}");
    private static final String NO_TRACE = "000000";

    private final ObjectProvider<CodeCarrier> carriers;
    private final Challenges challenges;
    private final CredentialAudit audit;

    CodeRequests(ObjectProvider<CodeCarrier> carriers, Challenges challenges, CredentialAudit audit) {
        this.carriers = carriers;
        this.challenges = challenges;
        this.audit = audit;
    }

    Answer send(CredentialService.Request request) {
        Optional<Challenge.Transaction> transaction = transaction(request);
        if (transaction.isEmpty()) {
            return Answer.of(ResponseCode.FORMAT_ERROR);
        }
        Optional<CodeCarrier> carrier = carriers.stream()
                .filter(one -> one.canTell(transaction.get().kind()) && one.phoneOf(request.merchant()).isPresent()).findFirst();
        if (carrier.isEmpty()) {
            return Answer.of(ResponseCode.ORIGINAL_NOT_FOUND);
        }
        String phone = carrier.get().phoneOf(request.merchant()).orElseThrow();
        return challenges.issueCode(transaction.get()).map(issued -> {
            carrier.get().carry(issued.challenge(), issued.code());
            audit.codeSent(issued.challenge(), phone);
            return Answer.sent(phone);
        }).orElseGet(() -> Answer.of(ResponseCode.COUNT_LIMIT_EXCEEDED));
    }

    private static Optional<Challenge.Transaction> transaction(CredentialService.Request request) {
        Optional<Matcher> wanted = request.text(FactorTlv.TRANSACTION_TO_COME).map(TRANSACTION::matcher).filter(Matcher::matches)
                .filter(parts -> !parts.group(3).equals(NO_TRACE));
        Optional<OperatorNumber> operator = request.text(FactorTlv.OPERATOR).filter(number -> OPERATOR.matcher(number).matches()).map(OperatorNumber::new);
        if (wanted.isEmpty() || operator.isEmpty()) {
            return Optional.empty();
        }
        Matcher parts = wanted.get();
        return TransactionKind.ofTransactionType(parts.group(1)).map(kind -> new Challenge.Transaction(request.merchant(), request.terminal(), request.batch(),
                TraceNumber.of(parts.group(3)), kind, MinorAmount.ofField4(parts.group(2)), operator.get()));
    }
}
