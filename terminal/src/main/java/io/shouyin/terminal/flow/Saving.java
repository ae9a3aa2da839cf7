package io.shouyin.terminal.flow;

import io.shouyin.kernel.ResponseCode;
import io.shouyin.terminal.device.Display.Beep;
import io.shouyin.terminal.device.Screen;
import io.shouyin.terminal.device.Text;
import io.shouyin.terminal.device.Tone;
import io.shouyin.terminal.flow.CredentialService.Outcome;

/// Says plainly what became of a change: saved, not saved, or not known.
final class Saving {

    private Saving() {}

    /// Tells, and waits until it was read.
    ///
    /// @param id the flow's: the screen is `<id>.saved`, `<id>.notSaved` or `<id>.unknown`
    /// @param asked the password that the request carried
    /// @return whether it is saved
    static boolean tell(Dialogue dialogue, String id, Text title, Password asked, Outcome outcome) {
        switch (outcome) {
            case Outcome.Answered answered when answered.isApproved() -> {
                dialogue.tell(id + ".saved", title, Tone.DONE, Text.of("saving." + id + ".saved"),
                        Text.of(answered.afterDoubt() ? "saving.saved.afterDoubt" : "saving.saved.detail"));
                return true;
            }
            case Outcome.Answered answered -> {
                Screen.Message refusal = CredentialService.refusal(answered, asked);
                Text why = answered.is(ResponseCode.ORIGINAL_NOT_FOUND) ? Text.of("logon.noSuchOperator") : refusal.headline();
                dialogue.beep(Beep.REFUSED);
                Screen.Builder screen = Screen.of(id + ".notSaved", title).message(Tone.REFUSED, Text.of("saving." + id + ".notSaved"), why);
                refusal.detail().ifPresent(text -> screen.line("more", Text.of("label.answer"), text));
                dialogue.tell(screen);
                return false;
            }
            case Outcome.NotSent notSent -> {
                dialogue.tell(id + ".notSaved", title, Tone.REFUSED, Text.of("saving." + id + ".notSaved"), Text.of(notSent.why()));
                return false;
            }
            case Outcome.Unknown unknown -> {
                dialogue.tell(id + ".unknown", title, Tone.IN_DOUBT, Text.of("saving." + id + ".unknown"), Text.of("saving.unknown.detail"));
                return false;
            }
        }
    }
}
