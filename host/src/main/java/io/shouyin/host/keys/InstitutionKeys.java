package io.shouyin.host.keys;

import io.shouyin.host.audit.AuditActor;
import io.shouyin.host.audit.AuditEntry;
import io.shouyin.host.audit.AuditLog;
import io.shouyin.vault.KeyBlock;
import io.shouyin.vault.KeyPurpose;
import io.shouyin.vault.SecurityModule;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/// The keys that belong to the institution as a whole, each under its name, as blocks under the LMK.
///
/// The host's own are made at their first use and stay, so they are kept in memory once read. Keys that are shared with others come in
/// versions and change by ceremonies, see [KeyRegister]; of those the active version is read anew each time.
@Component
public class InstitutionKeys implements KeysInMemory {

    /// Purposes of the host's own keys, which never leave and which no ceremony changes.
    static final Set<KeyPurpose> OWN = EnumSet.of(KeyPurpose.CREDENTIAL_VERIFIER, KeyPurpose.LOGIN_PEPPER, KeyPurpose.DATA, KeyPurpose.INDEX);

    private static final String CREDENTIAL_VERIFIER = "credential-verifier";
    private static final String LOGIN_PEPPER = "login-pepper";
    private static final String DATA = "data";
    private static final String INDEX = "index";

    /// Their names, also before their first use.
    static final Set<String> OWN_NAMES = Set.of(CREDENTIAL_VERIFIER, LOGIN_PEPPER, DATA, INDEX);

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
        return ownKey(CREDENTIAL_VERIFIER, KeyPurpose.CREDENTIAL_VERIFIER);
    }

    /// Peppers console passwords.
    public KeyBlock loginPepper() {
        return ownKey(LOGIN_PEPPER, KeyPurpose.LOGIN_PEPPER);
    }

    /// Encrypts card numbers and activation codes at rest.
    public KeyBlock data() {
        return ownKey(DATA, KeyPurpose.DATA);
    }

    /// Finds equal cards and equal requests without reading them.
    public KeyBlock index() {
        return ownKey(INDEX, KeyPurpose.INDEX);
    }

    /// The active version of a key.
    public Optional<KeyBlock> find(String name) {
        return jdbc.sql("SELECT block FROM keys.institution_key WHERE name = ? AND state = 'ACTIVE'").param(name)
                .query(String.class).optional().map(KeyBlock::new);
    }

    /// Keeps a key as the first version of a name that is free, and audits it, in a commit of its own: whatever the caller's transaction comes
    /// to, a key that was used once stays.
    ///
    /// @return false if the name is taken
    public boolean put(String name, KeyPurpose purpose, KeyBlock block) {
        return put(name, purpose, block, "made by the host");
    }

    /// As [#put], for a key of the simulated network that its component files give.
    public boolean putOfFiles(String name, KeyPurpose purpose, KeyBlock block) {
        return put(name, purpose, block, "read from the component files of the simulated network, no ceremony");
    }

    private boolean put(String name, KeyPurpose purpose, KeyBlock block, String origin) {
        String checkValue = vault.checkValue(block);
        return ownCommit.execute(_ -> {
            int rows = jdbc.sql("""
                    INSERT INTO keys.institution_key (name, purpose, block, check_value, created_at) VALUES (?, ?, ?, ?, ?)
                    ON CONFLICT ON CONSTRAINT institution_key_version_once DO NOTHING""")
                    .params(name, purpose.name(), block.value(), checkValue, clock.instant().atOffset(ZoneOffset.UTC)).update();
            if (rows == 1) {
                audit.append(AuditEntry.done("key.install", "key:" + name).by(AuditActor.system("keys")).because("check value " + checkValue + ", " + origin));
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
        return block != null ? block : remembered(name, find(name).orElseGet(() -> {
            put(name, purpose, vault.generate(purpose));
            return find(name).orElseThrow();
        }));
    }

    private KeyBlock remembered(String name, KeyBlock block) {
        known.put(name, block);
        return block;
    }
}
