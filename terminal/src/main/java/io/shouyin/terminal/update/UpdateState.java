package io.shouyin.terminal.update;

import io.shouyin.kernel.Check;
import io.shouyin.kernel.Refusal;
import java.time.Instant;

/// What the agent must not forget, written as a whole each time.
///
/// @param running the slot that was confirmed last
/// @param attempt the slot that is to be tried, or is on trial; null if there is none
/// @param a what slot A holds; null for the software that the terminal came with
/// @param b likewise
/// @param floor the highest `minimumNumber` of any release that was believed here
/// @param taken the order that was taken last; null if none was
/// @param trust who is believed; null until the host has said it
/// @param download how far the file is that was being fetched; null if none was
/// @param closed what came of the last action; null if none has ended
record UpdateState(int format, Slot running, Attempt attempt, SlotContent a, SlotContent b, int floor, Taken taken, Trust trust, Download download, Closed closed) {

    private static final int FORMAT = 1;

    static final UpdateState FRESH = new UpdateState(FORMAT, Slot.A, null, null, null, 0, null, null, null, null);

    /// @param triesLeft starts that are left before the old slot runs again
    record Attempt(Slot slot, int action, int triesLeft) {}

    /// @param sha256 of the order's file: the same order may be read again after a power cut, and no other with its sequence
    record Taken(long sequence, String sha256) {}

    /// First come, first believed: until the terminal is activated with another device key nothing replaces it.
    ///
    /// @param deviceKeySha256 the terminal's own key at that time
    /// @param orderKey base64
    /// @param releaseKeys as [io.shouyin.release.ReleaseKeys#text] writes them
    record Trust(String deviceKeySha256, String orderKey, String releaseKeys) {}

    /// @param sha256 of the whole file
    /// @param pieces that are on the storage
    record Download(String sha256, int pieces) {}

    /// @param code of the refusal; empty if it went well
    /// @param told the host knows it
    record Closed(int action, String version, String code, Instant at, boolean told) {}

    UpdateState {
        Check.argument(format == FORMAT && running != null, "the update state has a format this version knows");
    }

    SlotContent content(Slot slot) {
        return slot == Slot.A ? a : b;
    }

    /// The number that runs, confirmed.
    int number() {
        return content(running) == null ? Software.BUILT_IN.number() : content(running).number();
    }

    UpdateState withTrust(Trust next) {
        return new UpdateState(format, running, attempt, a, b, floor, taken, next, download, closed);
    }

    /// An order was believed, and the release that it is for.
    UpdateState withTaken(Taken next, int minimumNumber) {
        return new UpdateState(format, running, attempt, a, b, Math.max(floor, minimumNumber), next, trust, download, closed);
    }

    UpdateState withDownload(Download next) {
        return new UpdateState(format, running, attempt, a, b, floor, taken, trust, next, closed);
    }

    /// What the slot that does not run holds from now on; null while it is being written, when nobody is to try it.
    UpdateState withIdleSlot(SlotContent next) {
        return new UpdateState(format, running, next == null ? null : attempt, running == Slot.B ? next : a, running == Slot.A ? next : b, floor, taken, trust, download, closed);
    }

    UpdateState withAttempt(Attempt next) {
        return new UpdateState(format, running, next, a, b, floor, taken, trust, null, closed);
    }

    /// The software on trial has shown that it works.
    UpdateState confirmed(Instant now) {
        return new UpdateState(format, attempt.slot, null, a, b, floor, taken, trust, null,
                new Closed(attempt.action, content(attempt.slot).version(), "", now, false));
    }

    /// An action ends without its software being kept.
    UpdateState refused(int action, String version, Refusal why, Instant now) {
        return new UpdateState(format, running, null, a, b, floor, taken, trust, null, new Closed(action, version, why.name(), now, false));
    }

    UpdateState told(boolean heard) {
        return new UpdateState(format, running, attempt, a, b, floor, taken, trust, download, new Closed(closed.action, closed.version, closed.code, closed.at, heard));
    }
}
