package io.shouyin.terminal.flow;

import io.shouyin.iso8583.Message;
import io.shouyin.iso8583.terminal.FactorTlv;
import io.shouyin.iso8583.terminal.Field60;
import io.shouyin.iso8583.terminal.TransactionKind;
import io.shouyin.kernel.CardDataAccess;
import io.shouyin.kernel.Pan;
import io.shouyin.kernel.PasswordRules.Policy;
import io.shouyin.kernel.PasswordRules.Rule;
import io.shouyin.kernel.ResponseCode;
import io.shouyin.terminal.device.PinPad.SealedFor;
import io.shouyin.terminal.device.Screen;
import io.shouyin.terminal.device.Screen.RuleLine;
import io.shouyin.terminal.device.Screen.RuleState;
import io.shouyin.terminal.device.SecretEntry;
import io.shouyin.terminal.device.TerminalRefusal;
import io.shouyin.terminal.device.Text;
import io.shouyin.terminal.device.Tone;
import io.shouyin.terminal.flow.Dialogue.Said;
import io.shouyin.terminal.line.Answer;
import io.shouyin.terminal.line.HostLink.Prepared;
import java.util.Optional;
import java.util.function.Function;

/// The host's credential service 密码服务, as the terminal's side of it: 0800 with sealed values in field 57.
///
/// A request that changes something is [repeated][Repeats] until it is answered or the operator gives up. Where the host has no such service,
/// [LocalOperators] answer.
final class CredentialService {

    private static final CardDataAccess CARD_DATA = CardDataAccess.granted();

    private final Machine machine;

    CredentialService(Machine machine) {
        this.machine = machine;
    }

    /// Seals a secret for the message that is being made.
    interface Sealer {
        byte[] seal(SecretEntry secret, int tag);
    }

    sealed interface Outcome {
        /// @param afterDoubt it took more than one sending
        record Answered(String code, Advice advice, boolean afterDoubt) implements Outcome {

            boolean isApproved() {
                return is(ResponseCode.APPROVED);
            }

            boolean is(ResponseCode wanted) {
                return wanted.code().equals(code);
            }
        }

        /// Nothing has left the terminal: nothing has changed.
        record NotSent(TerminalRefusal why) implements Outcome {}

        /// The operator gave up waiting: nobody here knows whether it was done.
        record Unknown(TerminalRefusal why) implements Outcome {}
    }

    /// Sends a request that changes nothing, once.
    Outcome ask(TransactionKind kind, Function<Sealer, FactorTlv> factors, Text title) {
        if (!machine.identity().isStepUpOnline()) {
            return machine.operators().ask(kind, factors);
        }
        machine.dialogue().busy(Screen.of("credential.sending", title).message(Tone.WAITING, Text.of("host.asking")));
        Prepared request = prepare(kind, Optional.empty(), factors);
        Answer answer = machine.link().ask(request);
        if (isSignInLost(answer, request)) {
            machine.forgetSignIn();
            answer = machine.link().ask(prepare(kind, Optional.empty(), factors));
        }
        return switch (answer) {
            case Answer.Answered answered -> outcome(answered, false);
            case Answer.NotSent notSent -> new Outcome.NotSent(notSent.why());
            case Answer.Silence silence -> new Outcome.Unknown(silence.why());
            case Answer.Untrusted untrusted -> new Outcome.Unknown(untrusted.why());
        };
    }

    /// Sends a request that changes something until it is answered or the operator gives up.
    ///
    /// @param look the screen meanwhile, without message
    Outcome settle(TransactionKind kind, Function<Sealer, FactorTlv> factors, Function<String, Screen.Builder> look) {
        return settle(kind, Optional.empty(), factors, look);
    }

    /// The same about a card.
    ///
    /// @param card in field 2
    Outcome settle(TransactionKind kind, Optional<Pan> card, Function<Sealer, FactorTlv> factors, Function<String, Screen.Builder> look) {
        if (!machine.identity().isStepUpOnline()) {
            return machine.operators().ask(kind, factors);
        }
        boolean afterDoubt = false;
        while (true) {
            Prepared request = prepare(kind, card, factors);
            var heard = new Repeats(machine).ask(request, () -> { }, part -> look.apply("credential." + part));
            afterDoubt |= heard.afterDoubt();
            if (isSignInLost(heard.answer(), request)) {
                machine.forgetSignIn();
                continue;
            }
            return switch (heard.answer()) {
                case Answer.Answered answered -> outcome(answered, afterDoubt);
                case Answer.NotSent notSent -> afterDoubt ? new Outcome.Unknown(notSent.why()) : new Outcome.NotSent(notSent.why());
                case Answer.Silence silence -> new Outcome.Unknown(silence.why());
                case Answer.Untrusted untrusted -> new Outcome.Unknown(untrusted.why());
            };
        }
    }

    private Prepared prepare(TransactionKind kind, Optional<Pan> card, Function<Sealer, FactorTlv> factors) {
        var identity = machine.identity();
        String trace = machine.takeTrace().toString();
        var batch = machine.batch();
        var bound = new SealedFor(kind.requestType(), identity.merchantId(), identity.terminalId(), batch.toString(), trace);
        FactorTlv tlv = factors.apply((secret, tag) -> machine.pinPad().seal(secret, bound, tag));
        Message.Builder message = Message.builder(kind.requestType())
                .text(11, trace).text(41, identity.terminalId()).text(42, identity.merchantId())
                .bytes(57, tlv.encode())
                .text(60, new Field60("00", batch, kind.networkCodes().getFirst()).encode());
        card.ifPresent(number -> message.text(2, number.reveal(CARD_DATA)));
        return machine.link().prepare(message.build(), machine.isSignedIn());
    }

    private static boolean isSignInLost(Answer answer, Prepared request) {
        return request.withMac() && answer instanceof Answer.Answered answered && answered.wantsSignIn();
    }

    private Outcome outcome(Answer.Answered answered, boolean afterDoubt) {
        Advice advice = Advice.of(answered.message());
        machine.newPasswords().learn(advice);
        return new Outcome.Answered(answered.code(), advice, afterDoubt);
    }

    /// Why the host said no, with the tries left.
    ///
    /// @param asked the password that the request carried
    static Screen.Message refusal(Outcome.Answered answered, Password asked) {
        Text headline = answered.advice().refusalText().orElseGet(() -> asked.refusal(answered.code()));
        Optional<Text> triesLeft = answered.advice().triesLeftText().filter(_ -> answered.is(ResponseCode.FACTOR_WRONG));
        return new Screen.Message(Tone.REFUSED, headline, triesLeft.or(() -> Optional.of(Text.of("host.code", answered.code()))));
    }

    /// Why the host did not take a new password: each rule that it breaks.
    ///
    /// @param wanted what it is judged by
    static Said rulesBroken(Outcome.Answered answered, Policy wanted) {
        var message = new Screen.Message(Tone.REFUSED, Text.of(ResponseCode.SECRET_REFUSED), Optional.of(Text.of("host.code", answered.code())));
        return new Said(Optional.of(message), answered.advice().broken().stream()
                .map(rule -> new RuleLine("host." + rule.name(), RuleState.BROKEN, why(rule, wanted))).toList());
    }

    private static Text why(Rule rule, Policy wanted) {
        return rule == Rule.TOO_SHORT || rule == Rule.TOO_LONG ? Text.of("rule.lengthBroken", Text.of(rule), NewSecret.length(wanted)) : Text.of(rule);
    }
}
