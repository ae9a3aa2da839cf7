package io.shouyin.terminal.flow;

import io.shouyin.terminal.device.Key;
import io.shouyin.terminal.device.Screen;
import io.shouyin.terminal.device.Text;
import io.shouyin.terminal.device.Tone;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.EnumSet;
import java.util.Set;

/// The screen while nobody wants anything 待机: whose terminal it is, and the time, until any key is pressed.
final class Standby {

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm");
    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("yyyy-MM-dd");
    private static final Set<Key> ANY = EnumSet.allOf(Key.class);

    private final Machine machine;

    Standby(Machine machine) {
        this.machine = machine;
    }

    void run() {
        boolean asleep = true;
        while (asleep) {
            Instant now = machine.device().clock().instant();
            asleep = machine.dialogue().await(screen(now.atZone(Machine.ZONE)), ANY, now.truncatedTo(ChronoUnit.MINUTES).plus(1, ChronoUnit.MINUTES)).isEmpty();
        }
    }

    private Screen screen(ZonedDateTime now) {
        Screen.Builder screen = Screen.of("standby", Text.plain(machine.identity().merchantName()))
                .message(Tone.NEUTRAL, Text.plain(TIME.format(now)), Text.of("standby.day", DAY.format(now)));
        machine.hostParameters().standbyText().ifPresent(text -> screen.line("text", Text.plain(""), Text.plain(text)));
        return screen.build();
    }
}
