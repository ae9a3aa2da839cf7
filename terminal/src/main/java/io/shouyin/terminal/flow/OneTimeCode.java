package io.shouyin.terminal.flow;

import io.shouyin.iso8583.terminal.FactorTlv;
import io.shouyin.iso8583.terminal.TransactionKind;
import io.shouyin.kernel.MinorAmount;
import io.shouyin.kernel.ResponseCode;
import io.shouyin.kernel.TraceNumber;
import io.shouyin.terminal.device.Key;
import io.shouyin.terminal.device.MultiTap;
import io.shouyin.terminal.device.Screen;
import io.shouyin.terminal.device.SecretEntry;
import io.shouyin.terminal.device.Text;
import io.shouyin.terminal.device.Tone;
import io.shouyin.terminal.flow.CredentialService.Outcome;
import io.shouyin.terminal.flow.Dialogue.Said;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/// The one-time code 动态验证码 for one transaction: read off an authenticator application, where somebody at the till has one, or sent by
/// the host to the merchant's phone.
///
/// A sent one holds for five minutes. After a minute another can be sent; that gives neither time nor tries.
final class OneTimeCode {

    private static final Duration VALID = Duration.ofMinutes(5);
    private static final Duration AGAIN_AFTER = Duration.ofSeconds(60);
    private static final int DIGITS = 6;

    private final Machine machine;
    private final Text title;
    private final TransactionKind kind;
    private final MinorAmount amount;
    private final boolean application;
    private TraceNumber trace;
    private String phone = "";
    private Instant sentAt = Instant.MIN;
    private Instant expiresAt = Instant.MIN;

    /// @param application somebody at this till can read one off: none is sent unless it is asked for
    OneTimeCode(Machine machine, Text title, TransactionKind kind, MinorAmount amount, boolean application) {
        this.machine = machine;
        this.title = title;
        this.kind = kind;
        this.amount = amount;
        this.application = application;
    }

    /// Has a code sent, unless one holds or can be read off, and asks for it.
    ///
    /// @param transaction the trace number that the transaction is going to have
    /// @throws Unwind.Cancelled by the red key
    /// @return nothing if none could be sent, which was told
    Optional<SecretEntry> ask(TraceNumber transaction, Supplier<Screen.Builder> look, Said said) {
        trace = transaction;
        if (isOver() && !application && !send()) {
            return Optional.empty();
        }
        return Optional.of(machine.dialogue().secret(new Dialogue.SecretPrompt(() -> screen(look.get()), said, Text.of(application ? "code.any" : "factor.one_time_code"),
                MultiTap.Mode.DIGITS, true, DIGITS, DIGITS, entry -> List.of(), Text.of("key.next"), this::sendAgain)));
    }

    /// The host takes it no longer: the next one is sent anew.
    void forget() {
        expiresAt = Instant.MIN;
    }

    private Screen.Builder screen(Screen.Builder screen) {
        if (application && phone.isEmpty()) {
            return screen.message(Tone.NEUTRAL, Text.of("code.application")).softkey(Key.F1, Text.of("code.bySms"));
        }
        long waitSeconds = secondsUntil(sentAt.plus(AGAIN_AFTER));
        long leftSeconds = secondsUntil(expiresAt);
        return screen.line("phone", Text.of("code.phone", phone),
                        isOver() ? Text.of("code.over") : Text.of("code.left", "%d:%02d".formatted(leftSeconds / 60, leftSeconds % 60)))
                .softkey(Key.F1, waitSeconds > 0 && !isOver() ? Text.of("code.againIn", waitSeconds) : Text.of("code.again"));
    }

    private boolean isOver() {
        return !now().isBefore(expiresAt);
    }

    private boolean sendAgain(Key key) {
        return key == Key.F1 && (isOver() || secondsUntil(sentAt.plus(AGAIN_AFTER)) <= 0) && send();
    }

    private boolean send() {
        Outcome outcome = new CredentialService(machine).ask(TransactionKind.CODE_REQUEST, sealer -> FactorTlv.empty()
                .with(FactorTlv.OPERATOR, machine.operator().value())
                .with(FactorTlv.TRANSACTION_TO_COME, kind.transactionType() + amount.field4() + trace), title);
        return switch (outcome) {
            case Outcome.Answered answered when answered.isApproved() -> {
                phone = answered.advice().phoneMasked().orElse("");
                sentAt = now();
                expiresAt = isOver() ? sentAt.plus(VALID) : expiresAt;
                yield true;
            }
            case Outcome.Answered answered -> no(answered.is(ResponseCode.ORIGINAL_NOT_FOUND) ? Text.of("code.noPhone")
                    : answered.is(ResponseCode.COUNT_LIMIT_EXCEEDED) ? Text.of("code.tooMany") : HostTexts.of(answered.code()), Text.of("host.code", answered.code()));
            case Outcome.NotSent notSent -> no(Text.of(notSent.why()), Text.of("host.tryAgain"));
            case Outcome.Unknown unknown -> no(Text.of(unknown.why()), Text.of("host.tryAgain"));
        };
    }

    private boolean no(Text headline, Text detail) {
        machine.dialogue().tell("code.notSent", title, Tone.REFUSED, headline, detail);
        return false;
    }

    private Instant now() {
        return machine.device().clock().instant();
    }

    private long secondsUntil(Instant moment) {
        return Math.max(0, Duration.between(now(), moment).plusMillis(999).toSeconds());
    }
}
