package io.shouyin.host.keys;

import io.shouyin.host.audit.AuditActor;
import io.shouyin.host.audit.AuditEntry;
import io.shouyin.host.audit.AuditLog;
import io.shouyin.vault.KeyBlock;
import io.shouyin.vault.KeyPurpose;
import io.shouyin.vault.SecurityModule;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/// The keys that belong to the institution as a whole, each under its name, as blocks under the LMK.
///
/// The internal ones are made at their first use; a key that is shared with a peer is put here by whoever received it.
/// A name never changes its key, so blocks are kept in memory once read; the block changes only with the LMK.
@Component
public class InstitutionKeys implements KeysInMemory {

    private final JdbcClient jdbc;
    private final SecurityModule vault;
    private final AuditLog audit;
    private final InstantSource clock;
    private final TransactionTemplate ownCommit;
    private final Map<String, KeyBlock> known = new ConcurrentHashMap<>();

    InstitutionKeys(JdbcClient jdbc, SecurityModule vault, AuditLog audit, InstantSource clock, PlatformTransactionManager transactions) {
        this.jdbc = jdbc;
        this.vault = vault;
        this.audit = audit;
        this.clock = clock;
        this.ownCommit = new TransactionTemplate(transactions);
        this.ownCommit.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
    }

    /// Keys the verifiers of transaction and operator passwords.
    public KeyBlock credentialVerifier() {
        return ownKey("credential-verifier", KeyPurpose.CREDENTIAL_VERIFIER);
    }

    /// Peppers console passwords.
    public KeyBlock loginPepper() {
        return ownKey("login-pepper", KeyPurpose.LOGIN_PEPPER);
    }

    /// Encrypts card numbers and activation codes at rest.
    public KeyBlock data() {
        return ownKey("data", KeyPurpose.DATA);
    }

    /// Finds equal cards and equal requests without reading them.
    public KeyBlock index() {
        return ownKey("index", KeyPurpose.INDEX);
    }

    /// A key that a ceremony put here.
    public Optional<KeyBlock> find(String name) {
        KeyBlock block = known.get(name);
        if (block != null) {
            return Optional.of(block);
        }
        Optional<KeyBlock> stored = jdbc.sql("SELECT block FROM keys.institution_key WHERE name = ?").param(name)
                .query(String.class).optional().map(KeyBlock::new);
        stored.ifPresent(found -> known.put(name, found));
        return stored;
    }

    /// Keeps a key under a name that is free, and audits it, in a commit of its own: whatever the caller's transaction comes
    /// to, a key that was used once stays.
    ///
    /// @return false if the name is taken
    public boolean put(String name, KeyPurpose purpose, KeyBlock block) {
        String checkValue = vault.checkValue(block);
        return ownCommit.execute(_ -> {
            int rows = jdbc.sql("""
                    INSERT INTO keys.institution_key (name, purpose, block, check_value, created_at) VALUES (?, ?, ?, ?, ?)
                    ON CONFLICT ON CONSTRAINT institution_key_name_once DO NOTHING""")
                    .params(name, purpose.name(), block.value(), checkValue, clock.instant().atOffset(ZoneOffset.UTC)).update();
            if (rows == 1) {
                audit.append(AuditEntry.done("key.install", "key:" + name).by(AuditActor.system("keys")).because("check value " + checkValue));
            }
            return rows == 1;
        });
    }

    @Override
    public void rewrap(UnaryOperator<KeyBlock> rewrap) {
        known.replaceAll((_, block) -> rewrap.apply(block));
    }

    private KeyBlock ownKey(String name, KeyPurpose purpose) {
        KeyBlock block = known.get(name);
        return block != null ? block : find(name).orElseGet(() -> {
            put(name, purpose, vault.generate(purpose));
            return find(name).orElseThrow();
        });
    }
}
