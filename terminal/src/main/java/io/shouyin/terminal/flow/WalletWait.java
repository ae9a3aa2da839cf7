package io.shouyin.terminal.flow;

import io.shouyin.iso8583.Message;
import io.shouyin.iso8583.terminal.Field60;
import io.shouyin.iso8583.terminal.Field61;
import io.shouyin.iso8583.terminal.TransactionKind;
import io.shouyin.kernel.BatchNumber;
import io.shouyin.kernel.ResponseCode;
import io.shouyin.kernel.TraceNumber;
import io.shouyin.kernel.qr.CodeException;
import io.shouyin.kernel.qr.MerchantCode;
import io.shouyin.terminal.device.Amounts;
import io.shouyin.terminal.device.Key;
import io.shouyin.terminal.device.Screen;
import io.shouyin.terminal.device.Screen.CodeShown;
import io.shouyin.terminal.device.TerminalRefusal;
import io.shouyin.terminal.device.Text;
import io.shouyin.terminal.device.Tone;
import io.shouyin.terminal.line.Answer;
import io.shouyin.terminal.state.JournalEntry;
import io.shouyin.terminal.state.PendingReversal;
import io.shouyin.terminal.state.Trade;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/// Waits for a payment by code: shows the code if the customer is to scan it, and asks the host what has become of the payment, until it says so or the
/// cashier calls it off. An answer that did not come is asked for, too. Called off, or never answered, the payment is reversed as any other: the host sees
/// to it that the customer is not charged.
final class WalletWait {

    private static final Duration AGAIN_AFTER = Duration.ofSeconds(2);
    /// Longer than the host waits for the customer.
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private final Machine machine;
    private final Trade trade;
    private final JournalEntry entry;

    /// @param entry of the payment, still open
    WalletWait(Machine machine, Trade trade, JournalEntry entry) {
        this.machine = machine;
        this.trade = trade;
        this.entry = entry;
    }

    /// @param first what came of the request itself
    /// @return what the transaction ends with
    Answer outcome(Answer first) {
        return switch (first) {
            case Answer.Answered answered when isInProgress(answered) -> answered.isAuthentic() ? shown(answered.message()) : decided(Optional.empty());
            case Answer.Silence _ -> decided(Optional.empty());
            case Answer.Answered _, Answer.NotSent _, Answer.Untrusted _ -> first;
        };
    }

    private static boolean isInProgress(Answer.Answered answered) {
        return answered.code().equals(ResponseCode.IN_PROGRESS.code()) && Advice.of(answered.message()).refusal().isEmpty();
    }

    /// A code whose check value is wrong, or that asks for another amount or for somebody else's money, is shown to nobody.
    private Answer shown(Message answer) {
        if (!answer.has(62)) {
            return decided(Optional.empty());
        }
        String payload = new String(answer.bytes(62), StandardCharsets.UTF_8);
        try {
            return isOurs(MerchantCode.decode(payload)) ? decided(Optional.of(QrCode.of(payload))) : unreadable();
        } catch (CodeException none) {
            return unreadable();
        }
    }

    private boolean isOurs(MerchantCode code) {
        var identity = machine.identity();
        return code.merchant().value().equals(identity.merchantId())
                && code.order().filter(order -> order.amount().equals(entry.amount()) && order.terminal().equals(identity.terminalId())).isPresent();
    }

    private static Answer unreadable() {
        return new Answer.Untrusted(TerminalRefusal.WALLET_CODE_UNREADABLE, PendingReversal.OTHER_FAILURE);
    }

    private Answer decided(Optional<CodeShown> code) {
        Instant end = machine.device().clock().instant().plus(PATIENCE);
        while (machine.device().clock().instant().isBefore(end)) {
            Optional<Key> key = machine.dialogue().await(screen(code), Set.of(Key.CANCEL), machine.device().clock().instant().plus(AGAIN_AFTER));
            if (key.isPresent()) {
                return new Answer.Silence(TerminalRefusal.WALLET_GIVEN_UP);
            }
            Optional<Answer> said = asked();
            if (said.isPresent()) {
                return said.get();
            }
        }
        return new Answer.Silence(TerminalRefusal.WALLET_NOT_PAID);
    }

    private Screen screen(Optional<CodeShown> code) {
        Screen.Builder screen = Screen.of(trade.screen("code"), trade.title()).strongLine("amount", Text.of("sale.amount"), Amounts.yuan(entry.amount()))
                .softkey(Key.CANCEL, Text.of("wallet.callOff"));
        code.ifPresentOrElse(shown -> screen.message(Tone.NEUTRAL, Text.of("wallet.scan")).code(shown),
                () -> screen.message(Tone.WAITING, Text.of("wallet.confirm"), Text.of("wallet.confirm.detail")));
        return screen.build();
    }

    /// @return empty while nobody knows
    private Optional<Answer> asked() {
        var identity = machine.identity();
        Message question = Message.builder(TransactionKind.WALLET_QUERY.requestType()).text(11, machine.takeTrace().toString()).text(41, identity.terminalId())
                .text(42, identity.merchantId())
                .text(60, new Field60(TransactionKind.WALLET_QUERY.transactionType(), machine.batch(), TransactionKind.WALLET_QUERY.networkCodes().getFirst()).encode())
                .text(61, new Field61(new BatchNumber(entry.batch()).toString(), new TraceNumber(entry.trace()).toString(), "", "", "").encode()).build();
        return machine.link().ask(machine.link().prepare(question, true)) instanceof Answer.Answered answered && answered.isAuthentic() ? told(answered) : Optional.empty();
    }

    /// An answer without field 37 is about the question: that there is no such payment, or nothing of use.
    private static Optional<Answer> told(Answer.Answered answered) {
        if (!answered.message().has(37)) {
            return answered.code().equals(ResponseCode.ORIGINAL_NOT_FOUND.code()) ? Optional.of(new Answer.Silence(TerminalRefusal.NO_ANSWER)) : Optional.empty();
        }
        if (isInProgress(answered)) {
            return Optional.empty();
        }
        boolean isTakenBack = answered.code().equals(ResponseCode.ISSUER_TIMED_OUT.code());                // given up by the host, or reversed before
        return Optional.of(isTakenBack ? new Answer.Silence(TerminalRefusal.WALLET_NOT_PAID) : answered);
    }
}
