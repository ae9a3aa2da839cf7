package io.shouyin.host.audit;

import io.shouyin.kernel.Check;
import io.shouyin.kernel.Fault;
import io.shouyin.tlog.NoteKey;
import java.net.URI;

/// A witness of the settings: `https://witness.example/ witness.example+5a1c0de5+BA…`.
///
/// @param prefix where `add-checkpoint` is
record WitnessLine(URI prefix, NoteKey key) {

    static WitnessLine parse(String line) {
        String[] parts = line.strip().split(" +");
        String rule = "shouyin.audit.witnesses has URL KEY each: http(s)://HOST[:PORT]/, a blank, the verifier key of a witness";
        Check.argument(parts.length == 2 && parts[0].matches("https?://[^ ?#]+"), rule);
        try {
            NoteKey key = NoteKey.parse(parts[1]);
            Check.argument(key.cosigns(), rule);
            return new WitnessLine(URI.create(parts[0].endsWith("/") ? parts[0] : parts[0] + "/"), key);
        } catch (Fault malformed) {
            throw new IllegalArgumentException(rule, malformed);
        }
    }
}
