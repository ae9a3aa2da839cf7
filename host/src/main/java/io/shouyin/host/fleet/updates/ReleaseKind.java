package io.shouyin.host.fleet.updates;

import java.util.Locale;

/// Who installs a release.
enum ReleaseKind {
    /// SWUpdate: a module has one `.swu` file and nothing else.
    SWU,
    /// The agent of our terminals: the files of the manifest, and with them the signed release and the terminal's order.
    SHOUYIN;

    String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    static ReleaseKind of(String code) {
        return valueOf(code.toUpperCase(Locale.ROOT));
    }
}
