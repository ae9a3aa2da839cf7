package io.shouyin.host.audit;

import io.shouyin.host.web.RequestContext;
import io.shouyin.kernel.Check;
import io.shouyin.kernel.Refusal;
import io.shouyin.kernel.TerminalId;
import java.util.Map;
import java.util.Optional;

/// One line of the audit log. No card number, no secret, no key: names, numbers and results.
///
/// ```java
/// audit.append(AuditEntry.done("merchant.register", "merchant:" + id).after(Map.of("name", name)));
/// audit.append(AuditEntry.refused("staff.login", "staff:admin", LOGIN_REFUSED).by(AuditActor.anonymous()));
/// audit.append(AuditEntry.done("terminal.unlock", "operator:01").by(AuditActor.terminal(t)).at(t, address));
/// ```
///
/// @param action what was done: module or thing, a dot, the deed, all lower case
/// @param object on what: kind, colon, number
/// @param reason of a refusal its name, of a deed what was given as reason
/// @param address where the request came from
/// @param beforeHash SHA-256 of the object's canonical JSON before, hex
/// @param afterHash likewise after
public record AuditEntry(AuditActor actor, String action, String object, Result result, Optional<String> reason,
                         Optional<TerminalId> terminal, Optional<String> address, Optional<String> requestId,
                         Optional<String> beforeHash, Optional<String> afterHash) {

    public enum Result {
        DONE,
        REFUSED,
        FAILED
    }

    public AuditEntry {
        Check.argument(action.matches("[a-z]+([.-][a-z]+)*") && action.length() <= 100, "an action is lower-case words with dots");
        Check.argument(!object.isEmpty() && object.length() <= 200, "an object has 1 to 200 characters");
        Check.argument(reason.map(text -> !text.isEmpty() && text.length() <= 500).orElse(true), "a reason has 1 to 500 characters");
    }

    /// Done by whoever is logged in to the request in hand.
    public static AuditEntry done(String action, String object) {
        return new AuditEntry(AuditActor.current(), action, object, Result.DONE, Optional.empty(), Optional.empty(),
                RequestContext.remoteAddress(), RequestContext.requestId(), Optional.empty(), Optional.empty());
    }

    /// Wanted, and refused by a rule.
    public static AuditEntry refused(String action, String object, Refusal refusal) {
        return done(action, object).with(Result.REFUSED).because(refusal.name());
    }

    /// Begun, and not finished.
    public static AuditEntry failed(String action, String object, String faultCode) {
        return done(action, object).with(Result.FAILED).because(faultCode);
    }

    private AuditEntry with(Result ofIt) {
        return new AuditEntry(actor, action, object, ofIt, reason, terminal, address, requestId, beforeHash, afterHash);
    }

    public AuditEntry by(AuditActor other) {
        return new AuditEntry(other, action, object, result, reason, terminal, address, requestId, beforeHash, afterHash);
    }

    public AuditEntry because(String why) {
        return new AuditEntry(actor, action, object, result, Optional.of(why), terminal, address, requestId, beforeHash, afterHash);
    }

    /// At a terminal, whose connection came from `from`.
    public AuditEntry at(TerminalId where, String from) {
        return new AuditEntry(actor, action, object, result, reason, Optional.of(where), Optional.of(from), requestId, beforeHash, afterHash);
    }

    /// What the object was: kept as hash only.
    ///
    /// @param state text, whole numbers, true/false, lists and maps of them
    public AuditEntry before(Map<String, ?> state) {
        return new AuditEntry(actor, action, object, result, reason, terminal, address, requestId,
                Optional.of(CanonicalJson.sha256(state)), afterHash);
    }

    /// What the object is now: kept as hash only.
    public AuditEntry after(Map<String, ?> state) {
        return new AuditEntry(actor, action, object, result, reason, terminal, address, requestId, beforeHash,
                Optional.of(CanonicalJson.sha256(state)));
    }
}
