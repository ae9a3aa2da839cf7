package io.shouyin.host.keys;

import io.shouyin.vault.KeyBlock;
import io.shouyin.vault.KeyPurpose;
import io.shouyin.vault.SecurityModule;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/// The keys that belong to the institution as a whole, each under its name, as blocks under the LMK.
///
/// The internal ones are made at their first use; a key that is shared with a peer is put here by whoever received it.
/// Names never change their block while hosts run, so blocks are kept in memory once read.
@Component
public class InstitutionKeys {

    private final JdbcClient jdbc;
    private final SecurityModule vault;
    private final InstantSource clock;
    private final Map<String, KeyBlock> known = new ConcurrentHashMap<>();

    InstitutionKeys(JdbcClient jdbc, SecurityModule vault, InstantSource clock) {
        this.jdbc = jdbc;
        this.vault = vault;
        this.clock = clock;
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

    /// Keeps a key under a name that is free.
    ///
    /// @return false if the name is taken
    public boolean put(String name, KeyPurpose purpose, KeyBlock block) {
        try {
            jdbc.sql("INSERT INTO keys.institution_key (name, purpose, block, check_value, created_at) VALUES (?, ?, ?, ?, ?)")
                    .params(name, purpose.name(), block.value(), vault.checkValue(block),
                            clock.instant().atOffset(ZoneOffset.UTC))
                    .update();
            return true;
        } catch (DuplicateKeyException taken) {
            return false;
        }
    }

    private KeyBlock ownKey(String name, KeyPurpose purpose) {
        KeyBlock block = known.get(name);
        return block != null ? block : find(name).orElseGet(() -> {
            put(name, purpose, vault.generate(purpose));
            return find(name).orElseThrow();
        });
    }
}
