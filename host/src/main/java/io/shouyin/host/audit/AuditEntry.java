package io.shouyin.host.audit;

import io.shouyin.host.web.RequestContext;
import io.shouyin.kernel.Check;
import io.shouyin.kernel.Refusal;
import io.shouyin.kernel.TerminalId;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// One line of the audit log. No card number, no secret, no key: names, numbers and results.
///
/// ```java
/// audit.append(AuditEntry.done("merchant.register", "merchant:" + id).after(Map.of("name", name)));
/// audit.append(AuditEntry.refused("staff.login", "staff:admin", LOGIN_REFUSED).by(AuditActor.anonymous()));
/// audit.append(AuditEntry.done("password.lock", "operator:12345678/01").by(AuditActor.terminal(terminal)));
/// ```
///
/// @param action what was done: module or thing, a dot, the deed, all lower case
/// @param object on what: kind, colon, number
/// @param reason of a refusal its name, of a deed what was given as reason
/// @param address where the HTTP request came from
/// @param beforeHash SHA-256 of the object's canonical JSON before, hex
/// @param afterHash likewise after
public record AuditEntry(AuditActor actor, String action, String object, Result result, Optional<String> reason,
                         Optional<String> address, Optional<String> requestId,
                         Optional<String> beforeHash, Optional<String> afterHash) {

    private static final Pattern TERMINAL_NAMED = Pattern.compile("(?:terminal|operator|transaction-password|transaction|batch|update):(?:[0-9A-Za-z]{15}\\.)?([0-9A-Za-z]{8})(?:[./].*)?");

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
        return new AuditEntry(AuditActor.current(), action, object, Result.DONE, Optional.empty(),
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
        return new AuditEntry(actor, action, object, ofIt, reason, address, requestId, beforeHash, afterHash);
    }

    public AuditEntry by(AuditActor other) {
        return new AuditEntry(other, action, object, result, reason, address, requestId, beforeHash, afterHash);
    }

    public AuditEntry because(String why) {
        return new AuditEntry(actor, action, object, result, Optional.of(why), address, requestId, beforeHash, afterHash);
    }

    /// The terminal that did it, or to which, to whose operator, transaction or batch it was done.
    public Optional<TerminalId> terminal() {
        if (actor.type() == AuditActor.Type.TERMINAL) {
            return Optional.of(new TerminalId(actor.id().split("/")[0]));
        }
        Matcher named = TERMINAL_NAMED.matcher(object);
        return named.matches() ? Optional.of(new TerminalId(named.group(1))) : Optional.empty();
    }

    /// What the object was: kept as hash only.
    ///
    /// @param state text, whole numbers, true/false, lists and maps of them
    public AuditEntry before(Map<String, ?> state) {
        return new AuditEntry(actor, action, object, result, reason, address, requestId,
                Optional.of(CanonicalJson.sha256(state)), afterHash);
    }

    /// What the object is now: kept as hash only.
    public AuditEntry after(Map<String, ?> state) {
        return new AuditEntry(actor, action, object, result, reason, address, requestId, beforeHash,
                Optional.of(CanonicalJson.sha256(state)));
    }
}
