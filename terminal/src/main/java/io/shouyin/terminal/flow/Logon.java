package io.shouyin.terminal.flow;

import io.shouyin.iso8583.terminal.FactorTlv;
import io.shouyin.iso8583.terminal.TransactionKind;
import io.shouyin.kernel.OperatorNumber;
import io.shouyin.kernel.OperatorNumber.Role;
import io.shouyin.kernel.ResponseCode;
import io.shouyin.terminal.device.Screen;
import io.shouyin.terminal.device.SecretEntry;
import io.shouyin.terminal.device.Text;
import io.shouyin.terminal.device.Tone;
import io.shouyin.terminal.flow.CredentialService.Outcome;
import java.util.Optional;
import java.util.OptionalInt;

/// Logon 登录: number and password, checked by the host. An initial password is changed before anything else.
final class Logon {

    private final Machine machine;
    private final Dialogue dialogue;
    private final CredentialService credentials;

    Logon(Machine machine) {
        this.machine = machine;
        this.dialogue = machine.dialogue();
        this.credentials = new CredentialService(machine);
    }

    /// The prompt that stands while nobody is logged on. 99 and 00 go through it to their own menus.
    Session prompt(boolean afterIdle) {
        Text title = Text.plain(machine.identity().merchantName());
        String number = dialogue.digits(() -> {
            Screen.Builder screen = Screen.of("logon.operator", title);
            Reminders.standing(machine).ifPresent(line -> screen.line("reminder", Text.of("sale.password"), line));
            return afterIdle ? screen.message(Tone.NEUTRAL, Text.of("logon.idle"), Text.of("logon.ask"))
                    : screen.message(Tone.NEUTRAL, Text.of("logon.welcome"), Text.of("logon.ask"));
        }, Text.of("label.operator"), 2, 2, Text.of("key.next"));
        return as(new OperatorNumber(number), "logon.password", Text.of("logon.title"), title);
    }

    /// Asks for the password of a known operator until the host accepts it.
    ///
    /// @throws Unwind.Cancelled if whoever it is leaves
    Session as(OperatorNumber operator, String screenId, Text title, Text... path) {
        Optional<Screen.Message> said = Optional.empty();
        while (true) {
            // 1 the password
            SecretEntry password = dialogue.secret(Dialogue.SecretPrompt.password(() -> Screen.of(screenId, title).path(path)
                    .line("operator", Text.of("label.operator"), name(operator)), said, Text.of("secret.password")));
            boolean keep = false;
            try {
                // 2 the host judges it
                Outcome outcome = credentials.ask(TransactionKind.OPERATOR_LOGON, sealer -> FactorTlv.empty()
                        .with(FactorTlv.OPERATOR, operator.value())
                        .with(FactorTlv.OPERATOR_PASSWORD, sealer.seal(password, FactorTlv.OPERATOR_PASSWORD)), title);
                switch (outcome) {
                    case Outcome.Answered answered when answered.isApproved() -> {
                        keep = operator.role() != Role.CASHIER;
                        return new Session(operator, keep ? Optional.of(password) : Optional.empty(), answered.advice().operatorPasswordDaysLeft());
                    }
                    // 3 an initial password opens nothing but its own change
                    case Outcome.Answered answered when answered.is(ResponseCode.FACTOR_INITIAL)
                            || answered.is(ResponseCode.FACTOR_EXPIRED) -> {
                        SecretEntry changed = new ChangeOwnPassword(machine).change(operator, password,
                                answered.is(ResponseCode.FACTOR_INITIAL) ? ChangeOwnPassword.Because.INITIAL : ChangeOwnPassword.Because.EXPIRED);
                        if (operator.role() == Role.CASHIER) {
                            changed.close();
                            return new Session(operator, Optional.empty(), OptionalInt.empty());
                        }
                        return new Session(operator, Optional.of(changed), OptionalInt.empty());
                    }
                    case Outcome.Answered answered -> said = Optional.of(refusal(answered, operator));
                    case Outcome.NotSent notSent -> said = trouble(Text.of(notSent.why()));
                    case Outcome.Unknown unknown -> said = trouble(Text.of(unknown.why()));
                }
            } finally {
                if (!keep) {
                    password.close();
                }
            }
        }
    }

    private static Screen.Message refusal(Outcome.Answered answered, OperatorNumber operator) {
        return answered.is(ResponseCode.ORIGINAL_NOT_FOUND)
                ? new Screen.Message(Tone.REFUSED, Text.of("logon.noSuchOperator"), Optional.empty())
                : CredentialService.refusal(answered, Password.of(operator));
    }

    private static Optional<Screen.Message> trouble(Text why) {
        return Optional.of(new Screen.Message(Tone.REFUSED, why, Optional.of(Text.of("host.tryAgain"))));
    }

    /// `99 系统管理员`
    static Text name(OperatorNumber operator) {
        String role = switch (operator.role()) {
            case ADMINISTRATOR -> "operator.administrator";
            case SUPERVISOR -> "operator.supervisor";
            case CASHIER -> "operator.cashier";
        };
        return Text.of(role, operator.value());
    }
}
