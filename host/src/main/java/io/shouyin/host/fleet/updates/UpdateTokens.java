package io.shouyin.host.fleet.updates;

import io.shouyin.host.audit.AuditActor;
import io.shouyin.host.audit.AuditEntry;
import io.shouyin.host.audit.AuditLog;
import io.shouyin.host.fleet.FleetRefusal;
import io.shouyin.host.fleet.TerminalState;
import io.shouyin.host.fleet.Terminals;
import io.shouyin.host.web.RefusedRequest;
import io.shouyin.kernel.Secret;
import io.shouyin.kernel.TerminalId;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.InstantSource;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/// The tokens that terminals log in with for updates: 32 letters and digits, 190 bits, told once. Kept is their SHA-256, which is enough for what nobody can guess.
@Service
class UpdateTokens {

    private static final String CHARACTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    private static final int LENGTH = 32;

    private final Terminals terminals;
    private final UpdateTargets targets;
    private final AuditLog audit;
    private final InstantSource clock;
    private final SecureRandom random = new SecureRandom();

    UpdateTokens(Terminals terminals, UpdateTargets targets, AuditLog audit, InstantSource clock) {
        this.terminals = terminals;
        this.targets = targets;
        this.audit = audit;
        this.clock = clock;
    }

    /// A new token; the one before it dies.
    ///
    /// @param by who asks
    /// @throws RefusedRequest `TERMINAL_UNKNOWN`, `TERMINAL_RETIRED`
    @Transactional
    public Secret issue(TerminalId terminal, AuditActor by) {
        TerminalState state = terminals.session(terminal).orElseThrow(() -> new RefusedRequest(HttpStatus.NOT_FOUND, FleetRefusal.TERMINAL_UNKNOWN)).state();
        if (state == TerminalState.RETIRED) {
            throw new RefusedRequest(HttpStatus.FORBIDDEN, FleetRefusal.TERMINAL_RETIRED);
        }
        StringBuilder token = new StringBuilder();
        random.ints(LENGTH, 0, CHARACTERS.length()).forEach(i -> token.append(CHARACTERS.charAt(i)));
        targets.setToken(terminal, sha256(token.toString()), clock.instant());
        audit.append(AuditEntry.done("update.token.issue", "terminal:" + terminal).by(by));
        return Secret.of(token.toString());
    }

    /// In a time that does not depend on how much of it is right.
    static boolean isHashOf(byte[] hash, String token) {
        return MessageDigest.isEqual(hash, sha256(token));
    }

    private static byte[] sha256(String token) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException("every JDK has SHA-256", missing);
        }
    }
}
