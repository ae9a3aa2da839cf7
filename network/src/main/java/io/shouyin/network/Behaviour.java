package io.shouyin.network;

import io.shouyin.kernel.Check;
import java.time.Duration;
import java.util.Set;

/// How the network treats the requests that come next: well, or broken in one chosen way.
///
/// ```java
/// server.behaviour(Behaviour.silent().times(1));        // the next sale or reversal vanishes, then all is well
/// server.behaviour(Behaviour.slow(Duration.ofSeconds(40)).only("0200"));
/// ```
///
/// Sign-on, sign-off and echo are not touched unless [#only] names `0800`.
///
/// @param mode  what happens
/// @param delay how long an answer waits before it is sent, in every mode that answers
/// @param code  field 39 of [Mode#DECLINE], two letters or digits, not an approval
/// @param times how many requests it holds for; 0 = until another one is set
/// @param types the message types that it holds for; empty = all but `0800`
public record Behaviour(Mode mode, Duration delay, String code, int times, Set<String> types) {

    public static final Duration DELAY_MAX = Duration.ofMinutes(10);

    /// What happens to a request.
    public enum Mode {
        /// Processed and answered.
        NORMAL,
        /// Processed at once, answered late.
        SLOW,
        /// Lost on the way: neither processed nor answered.
        SILENT,
        /// Processed and posted; the answer is lost.
        APPROVE_THEN_SILENT,
        /// Processed; one bit of the answer's MAC is wrong.
        WRONG_MAC,
        /// Processed; the answer carries one fen more, under a right MAC.
        WRONG_AMOUNT,
        /// Not processed; answered with [Behaviour#code].
        DECLINE,
        /// Processed; the answer is a frame of noise.
        GARBAGE,
        /// Not processed; the connection is closed.
        CLOSE
    }

    public Behaviour {
        Check.argument(mode != null, "the mode is given");
        Check.argument(delay != null && !delay.isNegative() && delay.compareTo(DELAY_MAX) <= 0, "a delay is 0 to 10 minutes");
        Check.argument(code != null && code.matches("[0-9A-Z]{2}") && !code.equals("00") && !code.equals("10"),
                "a decline's code is two letters or digits and no approval");
        Check.argument(times >= 0, "times is 0 or more");
        Check.argument(types != null
                && types.stream().allMatch(type -> type != null && type.matches("[0-9]{4}")), "a message type has 4 digits");
        types = Set.copyOf(types);
    }

    private static Behaviour of(Mode mode) {
        return new Behaviour(mode, Duration.ZERO, "91", 0, Set.of());
    }

    public static Behaviour normal() {
        return of(Mode.NORMAL);
    }

    public static Behaviour slow(Duration delay) {
        return of(Mode.SLOW).delayedBy(delay);
    }

    public static Behaviour silent() {
        return of(Mode.SILENT);
    }

    public static Behaviour approveThenSilent() {
        return of(Mode.APPROVE_THEN_SILENT);
    }

    public static Behaviour wrongMac() {
        return of(Mode.WRONG_MAC);
    }

    public static Behaviour wrongAmount() {
        return of(Mode.WRONG_AMOUNT);
    }

    /// @param code field 39, such as `91`
    public static Behaviour decline(String code) {
        return new Behaviour(Mode.DECLINE, Duration.ZERO, code, 0, Set.of());
    }

    public static Behaviour garbage() {
        return of(Mode.GARBAGE);
    }

    public static Behaviour close() {
        return of(Mode.CLOSE);
    }

    /// The same for the next `count` requests only.
    public Behaviour times(int count) {
        return new Behaviour(mode, delay, code, count, types);
    }

    public Behaviour delayedBy(Duration newDelay) {
        return new Behaviour(mode, newDelay, code, times, types);
    }

    /// The same for these message types only, such as `0420`.
    public Behaviour only(String... messageTypes) {
        return new Behaviour(mode, delay, code, times, Set.of(messageTypes));
    }

    boolean holdsFor(String messageType) {
        return types.isEmpty() ? !messageType.equals("0800") : types.contains(messageType);
    }
}
