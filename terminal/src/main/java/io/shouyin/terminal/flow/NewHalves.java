package io.shouyin.terminal.flow;

import io.shouyin.terminal.device.Key;
import io.shouyin.terminal.device.MultiTap;
import io.shouyin.terminal.device.Screen;
import io.shouyin.terminal.device.SecretEntry;
import io.shouyin.terminal.device.Text;
import io.shouyin.terminal.device.Tone;
import io.shouyin.terminal.flow.Dialogue.Said;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/// A new password of two people, one after the other: each enters a half twice, and neither sees the other's.
final class NewHalves {

    private static final int STEPS = 5;

    private final Machine machine;
    private final int tag;
    private final SecretEntry mustDifferFrom;
    private final Function<String, Screen.Builder> look;

    /// @param tag of the password
    /// @param mustDifferFrom the login password of whoever sets it
    /// @param look a screen by part of its id (`first.new`, `first.again`, `change`, `second.new`, `second.again`)
    NewHalves(Machine machine, int tag, SecretEntry mustDifferFrom, Function<String, Screen.Builder> look) {
        this.machine = machine;
        this.tag = tag;
        this.mustDifferFrom = mustDifferFrom;
        this.look = look;
    }

    /// Both halves as one. The caller closes it.
    SecretEntry ask(Said about) {
        try (SecretEntry first = half("first", 2, about)) {
            machine.dialogue().await(look.apply("change").message(Tone.WAITING, Text.of("halves.change"), Text.of("halves.change.detail"))
                    .softkey(Key.CANCEL, Text.of("key.cancel")).softkey(Key.OK, Text.of("key.next")).build(), Set.of(Key.OK));
            try (SecretEntry second = half("second", 4, Said.NOTHING)) {
                return machine.pinPad().joined(first, second);
            }
        }
    }

    /// @param which `first` or `second`
    private SecretEntry half(String which, int firstStep, Said said) {
        return new NewSecret(machine, machine.newPasswords().of(tag).combination(), Optional.of(mustDifferFrom), MultiTap.Mode.MIXED, firstStep, STEPS,
                (part, step) -> look.apply(which + "." + part).line("half", Text.of("halves.half"), Text.of("halves." + which))).ask(said);
    }
}
