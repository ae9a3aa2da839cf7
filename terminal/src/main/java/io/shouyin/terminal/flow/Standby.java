package io.shouyin.terminal.flow;

import io.shouyin.terminal.device.Key;
import io.shouyin.terminal.device.Screen;
import io.shouyin.terminal.device.Text;
import io.shouyin.terminal.device.Tone;
import io.shouyin.terminal.update.UpdateAgent;
import java.time.Duration;
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

    /// A terminal whose cashier never logs off is restarted all the same once it has slept so long; what was half typed is gone then.
    private static final Duration RESTART_LOCKED_AFTER = Duration.ofMinutes(30);

    private final Machine machine;

    Standby(Machine machine) {
        this.machine = machine;
    }

    void run() {
        boolean asleep = true;
        Instant since = machine.device().clock().instant();
        while (asleep) {
            Instant now = machine.device().clock().instant();
            if (machine.updates().filter(UpdateAgent::wantsRestart).isPresent() && (machine.session().isEmpty() || !now.isBefore(since.plus(RESTART_LOCKED_AFTER)))) {
                throw new Unwind.SoftwareChanged();
            }
            asleep = machine.dialogue().await(screen(now.atZone(Machine.ZONE)), ANY, now.truncatedTo(ChronoUnit.MINUTES).plus(1, ChronoUnit.MINUTES)).isEmpty();
        }
    }

    private Screen screen(ZonedDateTime now) {
        Screen.Builder screen = Screen.of("standby", Text.plain(machine.identity().merchantName()))
                .message(Tone.NEUTRAL, Text.plain(TIME.format(now)), Text.of("standby.day", DAY.format(now)));
        machine.hostParameters().standbyText().ifPresent(text -> screen.line("text", Text.plain(""), Text.plain(text)));
        machine.updates().flatMap(updates -> updates.software().standby()).ifPresent(text -> screen.line("notice", Text.of("label.notice"), text));
        return screen.build();
    }
}
