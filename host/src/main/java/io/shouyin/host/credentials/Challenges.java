package io.shouyin.host.credentials;

import io.shouyin.host.keys.InstitutionKeys;
import io.shouyin.host.platform.OneRead;
import io.shouyin.iso8583.terminal.TransactionKind;
import io.shouyin.kernel.BatchNumber;
import io.shouyin.kernel.Check;
import io.shouyin.kernel.MerchantId;
import io.shouyin.kernel.MinorAmount;
import io.shouyin.kernel.OperatorNumber;
import io.shouyin.kernel.Secret;
import io.shouyin.kernel.TerminalId;
import io.shouyin.kernel.TraceNumber;
import io.shouyin.vault.PasswordCommands.IssuedSecret;
import io.shouyin.vault.PasswordCommands.OwnedVerifier;
import io.shouyin.vault.SecurityModule;
import io.shouyin.vault.Verifier;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/// Codes and fingerprints for one transaction each: five minutes, five tries, one use.
///
/// A challenge opens the transaction that it was made for: same merchant, terminal, batch, trace, kind, amount and operator. A refusal, such
/// as for a wrong code, uses up the trace number of its transaction, so after it the same sale under the next number may try again; nothing
/// else of the binding moves. Asking again sends another code and gives neither time nor tries.
@Component
public class Challenges {

    static final int TRIES_MAX = 5;
    static final Duration LIFETIME = Duration.ofMinutes(5);
    private static final Duration WINDOW = Duration.ofHours(1);
    private static final int HANDLE_BYTES = 16;
    private static final int NONCE_BYTES = 32;
    private static final String FINGERPRINT_CONTEXT = "shouyin step-up v1";
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final String COLUMNS = """
            challenge_id, factor, merchant_id, terminal_id, batch_number, trace_number, kind, amount_minor, operator_number, salt, mac, nonce,
            proven_by, handle_digest, expires_at, tries_left, retry, used_at""";
    private static final String LATEST = "SELECT " + COLUMNS + " FROM credentials.challenge WHERE terminal_id = ? AND batch_number = ? AND factor = ?"
            + " ORDER BY created_at DESC LIMIT 1";

    private final JdbcClient jdbc;
    private final SecurityModule vault;
    private final InstitutionKeys keys;
    private final CredentialSettings settings;
    private final InstantSource clock;

    Challenges(JdbcClient jdbc, SecurityModule vault, InstitutionKeys keys, CredentialSettings settings, InstantSource clock) {
        this.jdbc = jdbc;
        this.vault = vault;
        this.keys = keys;
        this.settings = settings;
        this.clock = clock;
    }

    /// @param code to be sent once, then closed
    record IssuedCode(Challenge challenge, Secret code) {}

    /// A code for a transaction to come.
    ///
    /// @return nothing if the terminal has asked for too many within the hour
    @Transactional(propagation = Propagation.MANDATORY)
    Optional<IssuedCode> issueCode(Challenge.Transaction transaction) {
        int sent = jdbc.sql("SELECT coalesce(sum(sent), 0) FROM credentials.challenge WHERE terminal_id = ? AND created_at > ?")
                .params(transaction.terminal().value(), utc(clock.instant().minus(WINDOW))).query(Integer.class).single();
        if (sent >= settings.codesPerHourMax()) {
            return Optional.empty();
        }
        Optional<Kept> present = jdbc.sql(LATEST).params(latestOf(transaction.terminal(), transaction.batch(), Factor.ONE_TIME_CODE))
                .query(Challenges::kept).optional().filter(kept -> kept.refusal(transaction, clock.instant()).isEmpty());
        Challenge challenge = present.map(Kept::challenge).orElseGet(() -> made(Factor.ONE_TIME_CODE, transaction));
        IssuedSecret code = vault.issueCode(keys.credentialVerifier(), subject(challenge));
        if (present.isPresent()) {
            jdbc.sql("UPDATE credentials.challenge SET salt = ?, mac = ?, sent = sent + 1 WHERE challenge_id = ?")
                    .params(code.verifier().salt(), code.verifier().mac(), challenge.id()).update();
        } else {
            insert(challenge, code.verifier(), null);
        }
        return Optional.of(new IssuedCode(challenge, code.clear()));
    }

    /// @param bytes what the authenticator signs: SHA-256 over everything that the fingerprint is for, and a nonce
    public record FingerprintChallenge(Challenge challenge, byte[] bytes) {}

    /// Asks for a fingerprint for a transaction to come.
    @Transactional
    public FingerprintChallenge askFingerprint(Challenge.Transaction transaction) {
        Challenge challenge = made(Factor.FINGERPRINT, transaction);
        byte[] nonce = random(NONCE_BYTES);
        insert(challenge, null, nonce);
        return new FingerprintChallenge(challenge, signedBytes(transaction, nonce));
    }

    /// What the authenticator had to sign for a challenge of a terminal; nothing if there is none that could still be proven.
    @Transactional(readOnly = true)
    public Optional<FingerprintChallenge> openFingerprint(TerminalId terminal, UUID challengeId) {
        return find(challengeId)
                .filter(kept -> kept.challenge().factor() == Factor.FINGERPRINT && kept.challenge().transaction().terminal().equals(terminal)
                        && kept.provenBy().isEmpty() && clock.instant().isBefore(kept.challenge().expiresAt()))
                .map(kept -> new FingerprintChallenge(kept.challenge(), signedBytes(kept.challenge().transaction(), kept.nonce())));
    }

    /// An assertion over [FingerprintChallenge#bytes] was right, and the user was verified.
    ///
    /// @param by whose fingerprint it is
    /// @return the handle of 16 bytes that the terminal puts into its message; nothing if the challenge is proven already, or over
    @Transactional
    public Optional<byte[]> fingerprintProven(UUID challengeId, OperatorNumber by) {
        byte[] handle = random(HANDLE_BYTES);
        boolean proven = jdbc.sql("""
                UPDATE credentials.challenge SET proven_by = ?, handle_digest = ?
                WHERE challenge_id = ? AND factor = 'FINGERPRINT' AND proven_by IS NULL AND expires_at > ?""")
                .params(by.value(), sha256(handle), challengeId, utc(clock.instant())).update() == 1;
        return proven ? Optional.of(handle) : Optional.empty();
    }

    /// A challenge as read at one moment.
    ///
    /// @param verifier of a code; null of a fingerprint
    /// @param nonce of a fingerprint
    /// @param retry a refusal has used up its trace number
    record Kept(Challenge challenge, Verifier verifier, byte[] nonce, Optional<OperatorNumber> provenBy, byte[] handleDigest, int triesLeft,
                boolean retry, boolean used) {

        /// Why it does not open this transaction, right as the code may be.
        Optional<StepUpRefusal> refusal(Challenge.Transaction wanted, Instant now) {
            Challenge.Transaction own = challenge.transaction();
            if (!(retry ? own.isSameButForTrace(wanted) : own.equals(wanted))) {
                return Optional.of(StepUpRefusal.CHALLENGE_FOR_ANOTHER);
            }
            if (used) {
                return Optional.of(StepUpRefusal.CHALLENGE_USED);
            }
            if (!now.isBefore(challenge.expiresAt())) {
                return Optional.of(StepUpRefusal.CHALLENGE_EXPIRED);
            }
            return triesLeft == 0 ? Optional.of(StepUpRefusal.CHALLENGE_TRIES_SPENT) : Optional.empty();
        }

        OwnedVerifier owned() {
            return new OwnedVerifier(subject(challenge), verifier);
        }

        boolean isHandle(byte[] handle) {
            return handleDigest != null && MessageDigest.isEqual(handleDigest, sha256(handle));
        }
    }

    /// The terminal's latest challenge of this kind in the batch, whatever became of it.
    Supplier<List<Kept>> latest(OneRead read, TerminalId terminal, BatchNumber batch, Factor factor) {
        return read.ask(LATEST, latestOf(terminal, batch, factor), Challenges::kept);
    }

    private static List<Object> latestOf(TerminalId terminal, BatchNumber batch, Factor factor) {
        return List.of(terminal.value(), batch.value(), factor.name());
    }

    private Optional<Kept> find(UUID challengeId) {
        return jdbc.sql("SELECT " + COLUMNS + " FROM credentials.challenge WHERE challenge_id = ?").param(challengeId)
                .query(Challenges::kept).optional();
    }

    /// Counts a wrong code.
    ///
    /// @return how many tries are left
    int countWrong(UUID challengeId) {
        return jdbc.sql("UPDATE credentials.challenge SET tries_left = greatest(tries_left - 1, 0), retry = true WHERE challenge_id = ? RETURNING tries_left")
                .param(challengeId).query(Integer.class).single();
    }

    /// A transaction was refused for another factor: its trace number is used up, what was shown for it is not.
    void freeTrace(StepUp.Request refused) {
        if (refused.factors().contains(Factor.ONE_TIME_CODE) || refused.factors().contains(Factor.FINGERPRINT)) {
            jdbc.sql("UPDATE credentials.challenge SET retry = true WHERE terminal_id = ? AND batch_number = ? AND trace_number = ? AND used_at IS NULL")
                    .params(refused.terminal().value(), refused.batch().value(), refused.trace().value()).update();
        }
    }

    /// Uses it up.
    ///
    /// @return false if another transaction was faster
    boolean use(UUID challengeId) {
        Instant now = clock.instant();
        return jdbc.sql("UPDATE credentials.challenge SET used_at = ? WHERE challenge_id = ? AND used_at IS NULL AND tries_left > 0 AND expires_at > ?")
                .params(utc(now), challengeId, utc(now)).update() == 1;
    }

    private Challenge made(Factor factor, Challenge.Transaction transaction) {
        return new Challenge(UUID.randomUUID(), factor, transaction, clock.instant().plus(LIFETIME));
    }

    private void insert(Challenge challenge, Verifier verifier, byte[] nonce) {
        Challenge.Transaction transaction = challenge.transaction();
        int rows = jdbc.sql("""
                INSERT INTO credentials.challenge
                  (challenge_id, factor, merchant_id, terminal_id, batch_number, trace_number, kind, amount_minor, operator_number, salt, mac,
                   nonce, created_at, expires_at, tries_left, sent)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 1)""")
                .params(Arrays.asList(challenge.id(), challenge.factor().name(), transaction.merchant().value(), transaction.terminal().value(),
                        transaction.batch().value(), transaction.trace().value(), transaction.kind().name(), transaction.amount().fen(),
                        transaction.operator().value(), verifier == null ? null : verifier.salt(), verifier == null ? null : verifier.mac(), nonce,
                        utc(clock.instant()), utc(challenge.expiresAt()), TRIES_MAX))
                .update();
        Check.invariant(rows == 1, "a challenge is kept before it is told");
    }

    private static Kept kept(ResultSet row, int number) throws SQLException {
        Challenge.Transaction transaction = new Challenge.Transaction(new MerchantId(row.getString("merchant_id")),
                new TerminalId(row.getString("terminal_id")), new BatchNumber(row.getInt("batch_number")), new TraceNumber(row.getInt("trace_number")),
                TransactionKind.valueOf(row.getString("kind")), new MinorAmount(row.getLong("amount_minor")), new OperatorNumber(row.getString("operator_number")));
        Challenge challenge = new Challenge(row.getObject("challenge_id", UUID.class), Factor.valueOf(row.getString("factor")), transaction,
                row.getObject("expires_at", OffsetDateTime.class).toInstant());
        byte[] mac = row.getBytes("mac");
        return new Kept(challenge, mac == null ? null : new Verifier(row.getBytes("salt"), mac), row.getBytes("nonce"),
                Optional.ofNullable(row.getString("proven_by")).map(OperatorNumber::new), row.getBytes("handle_digest"), row.getInt("tries_left"),
                row.getBoolean("retry"), row.getObject("used_at") != null);
    }

    /// The verifier of a code holds for this challenge and this transaction only, whatever the row says.
    private static String subject(Challenge challenge) {
        return "code:" + challenge.id() + "\n" + challenge.transaction().text();
    }

    private static byte[] signedBytes(Challenge.Transaction transaction, byte[] nonce) {
        byte[] text = (FINGERPRINT_CONTEXT + "\n" + transaction.text() + "\n").getBytes(StandardCharsets.US_ASCII);
        byte[] whole = Arrays.copyOf(text, text.length + nonce.length);
        System.arraycopy(nonce, 0, whole, text.length, nonce.length);
        return sha256(whole);
    }

    private static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException("every Java has SHA-256", missing);
        }
    }

    private static byte[] random(int count) {
        byte[] bytes = new byte[count];
        RANDOM.nextBytes(bytes);
        return bytes;
    }

    private static OffsetDateTime utc(Instant at) {
        return at.atOffset(ZoneOffset.UTC);
    }
}
