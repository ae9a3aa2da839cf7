package io.shouyin.host.acquiring;

import io.shouyin.host.credentials.StepUp;
import io.shouyin.host.credentials.Wanted;
import io.shouyin.kernel.ResponseCode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Why a transaction does not go to the network.
///
/// @param wanted factors that are missing, or the one that it is about
/// @param name where the code alone does not tell
record Refused(ResponseCode code, List<Wanted> wanted, Optional<Integer> triesLeft, Optional<String> name) {

    static Refused by(StepUp.Outcome outcome) {
        return new Refused(outcome.code(), outcome.wanted(), outcome.triesLeft(), outcome.refusal().map(Enum::name));
    }

    static Refused by(OriginalRefusal refusal) {
        return new Refused(refusal.code(), List.of(), Optional.empty(), Optional.of(refusal.name()));
    }

    /// For the story.
    Map<String, String> detail() {
        Map<String, String> detail = new LinkedHashMap<>(Map.of("code", code.code()));
        name.ifPresent(why -> detail.put("refusal", why));
        return detail;
    }
}
