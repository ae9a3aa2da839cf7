package io.shouyin.terminal.flow;

import io.shouyin.kernel.ResponseCode;
import io.shouyin.terminal.device.Key;
import io.shouyin.terminal.device.Screen;
import io.shouyin.terminal.device.TerminalRefusal;
import io.shouyin.terminal.device.Text;
import io.shouyin.terminal.device.Tone;
import io.shouyin.terminal.line.Answer;
import io.shouyin.terminal.line.HostLink.Prepared;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/// A request that nothing takes back: it is sent again, byte for byte and with the same trace number, until it is answered or the
/// operator gives up. The host answers a repeat as it answered the first, so the outcome becomes known.
final class Repeats {

    private static final Duration AGAIN_AFTER = Duration.ofSeconds(5);

    private final Machine machine;

    Repeats(Machine machine) {
        this.machine = machine;
    }

    /// @param answer the last one; [Answer.NotSent] only if nothing has left at all
    /// @param afterDoubt it took more than one sending, or would have
    record Heard(Answer answer, boolean afterDoubt) {}

    /// @param beforeSend as [io.shouyin.terminal.line.HostLink#ask] has it, for the first sending
    /// @param look the screens `sending` and `doubt`, without message
    Heard ask(Prepared request, Runnable beforeSend, Function<String, Screen.Builder> look) {
        boolean mayHaveArrived = false;
        for (int attempt = 1; ; attempt++) {
            machine.dialogue().busy(look.apply("sending").message(Tone.WAITING,
                    attempt == 1 ? Text.of("host.asking") : Text.of("host.again", attempt)));
            Answer answer = machine.link().ask(request, attempt == 1 ? beforeSend : () -> { });
            if (answer instanceof Answer.Answered answered && !isUndecided(answered)
                    || answer instanceof Answer.NotSent && !mayHaveArrived) {
                return new Heard(answer, mayHaveArrived);
            }
            mayHaveArrived = true;
            if (givesUp(why(answer), look)) {
                return new Heard(new Answer.Silence(TerminalRefusal.NO_ANSWER), true);
            }
        }
    }

    /// The host has the first of them, and has no answer to it yet.
    private static boolean isUndecided(Answer.Answered answered) {
        return answered.code().equals(ResponseCode.IN_PROGRESS.code()) && Advice.of(answered.message()).refusal().isEmpty();
    }

    private static Text why(Answer answer) {
        return switch (answer) {
            case Answer.Answered answered -> HostTexts.of(answered.code());
            case Answer.NotSent notSent -> Text.of(notSent.why());
            case Answer.Silence silence -> Text.of(silence.why());
            case Answer.Untrusted untrusted -> Text.of(untrusted.why());
        };
    }

    private boolean givesUp(Text why, Function<String, Screen.Builder> look) {
        Instant until = machine.device().clock().instant().plus(AGAIN_AFTER);
        Optional<Key> key = machine.dialogue().await(
                look.apply("doubt").message(Tone.IN_DOUBT, Text.of("credential.doubt"),
                                Text.of("credential.doubt.detail", why, AGAIN_AFTER.toSeconds()))
                        .softkey(Key.CANCEL, Text.of("key.giveUp")).softkey(Key.OK, Text.of("key.sendAgain")).build(),
                Set.of(Key.OK, Key.CANCEL), until);
        return key.isPresent() && key.get() == Key.CANCEL;
    }
}
