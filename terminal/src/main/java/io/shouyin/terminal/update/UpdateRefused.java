package io.shouyin.terminal.update;

import io.shouyin.kernel.Refusal;

/// An update is not installed, for good; the host is told why.
final class UpdateRefused extends Exception {

    private final Refusal why;

    UpdateRefused(Refusal why) {
        super(why.name(), null, false, false);
        this.why = why;
    }

    Refusal why() {
        return why;
    }
}
