package io.shouyin.host.access;

import io.shouyin.host.audit.AuditEntry;
import io.shouyin.host.audit.AuditLog;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.springframework.session.FindByIndexNameSessionRepository;
import org.springframework.session.Session;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/// The sessions of one account: where, since when, with which browser. A session's own id never leaves; it is listed under a hash of it.
@Component
class OwnSessions {

    private final FindByIndexNameSessionRepository<? extends Session> sessions;
    private final AccountStore accounts;
    private final AuditLog audit;
    private final PasswordJudge judge;
    private final InstantSource time;

    OwnSessions(FindByIndexNameSessionRepository<? extends Session> sessions, AccountStore accounts, AuditLog audit, PasswordJudge judge,
                InstantSource time) {
        this.sessions = sessions;
        this.accounts = accounts;
        this.audit = audit;
        this.judge = judge;
        this.time = time;
    }

    /// @param browser as it names itself
    record Open(String id, String address, String browser, Instant loggedInAt, Instant actedAt) {}

    /// Those that would still be let in, the last used one first.
    List<Open> of(Account account) {
        return alive(account).values().stream().map(OwnSessions::open).sorted(Comparator.comparing(Open::actedAt).reversed()).toList();
    }

    /// @return false if there is no such session
    @Transactional
    boolean end(Account account, String id) {
        var found = alive(account).keySet().stream().filter(session -> hash(session).equals(id)).findFirst();
        found.ifPresent(session -> {
            sessions.deleteById(session);
            audit.append(AuditEntry.done("staff.session.end", "staff:" + account.username()));
        });
        return found.isPresent();
    }

    /// @return the account as it is now: the session in hand is to be kept with it
    @Transactional
    Account endAll(Account account) {
        accounts.endSessions(account.username());
        audit.append(AuditEntry.done("staff.session.end", "staff:" + account.username()).because("all others"));
        return accounts.find(account.username()).orElseThrow();
    }

    static String hash(String sessionId) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(sessionId.getBytes(StandardCharsets.US_ASCII)), 0, 16);
        } catch (NoSuchAlgorithmException everyJavaHasIt) {
            throw new IllegalStateException(everyJavaHasIt);
        }
    }

    private Map<String, ? extends Session> alive(Account account) {
        var now = time.instant();
        var demand = judge.demand(account);
        var found = sessions.findByPrincipalName(account.username());
        found.values().removeIf(session -> !session.getAttributeNames().containsAll(StaffSession.OF_A_LOGIN)
                || !session.getAttribute(StaffSession.EPOCH).equals(account.sessionEpoch())
                || demand.isOver(at(session, StaffSession.LOGGED_IN_AT), at(session, StaffSession.ACTED_AT), now));
        return found;
    }

    private static Open open(Session session) {
        return new Open(hash(session.getId()), session.getAttribute(StaffSession.ADDRESS), session.getAttribute(StaffSession.BROWSER),
                at(session, StaffSession.LOGGED_IN_AT), at(session, StaffSession.ACTED_AT));
    }

    private static Instant at(Session session, String name) {
        return Instant.ofEpochMilli(session.<Long>getAttribute(name));
    }
}
