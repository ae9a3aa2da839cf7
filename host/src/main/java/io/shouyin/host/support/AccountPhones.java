package io.shouyin.host.support;

import io.shouyin.host.keys.InstitutionKeys;
import io.shouyin.kernel.PhoneNumber;
import io.shouyin.vault.SecurityModule;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/// The phones of people who log in to the console, encrypted by the security module and bound to the account.
@Repository
class AccountPhones {

    private final JdbcClient jdbc;
    private final SecurityModule vault;
    private final InstitutionKeys keys;
    private final InstantSource clock;

    AccountPhones(JdbcClient jdbc, SecurityModule vault, InstitutionKeys keys, InstantSource clock) {
        this.jdbc = jdbc;
        this.vault = vault;
        this.keys = keys;
        this.clock = clock;
    }

    record Registered(String masked, Instant at) {}

    Optional<Registered> registered(String username) {
        return jdbc.sql("SELECT phone_masked, registered_at FROM support.account_phone WHERE username = ?").param(username)
                .query((row, _) -> new Registered(row.getString("phone_masked"), CaseStore.instant(row, "registered_at").orElseThrow())).optional();
    }

    Optional<PhoneNumber> find(String username) {
        return jdbc.sql("SELECT phone_sealed FROM support.account_phone WHERE username = ?").param(username).query(byte[].class).optional()
                .map(sealed -> open(sealed, boundTo(username)));
    }

    /// @return false if there is one already
    boolean add(String username, PhoneNumber phone) {
        return jdbc.sql("""
                INSERT INTO support.account_phone (username, phone_sealed, phone_masked, registered_at) VALUES (?, ?, ?, ?)
                ON CONFLICT ON CONSTRAINT account_phone_once DO NOTHING""")
                .params(username, seal(phone, boundTo(username)), phone.masked(), CaseStore.utc(clock.instant())).update() == 1;
    }

    /// In place of the present one.
    void put(String username, PhoneNumber phone) {
        jdbc.sql("""
                INSERT INTO support.account_phone (username, phone_sealed, phone_masked, registered_at) VALUES (?, ?, ?, ?)
                ON CONFLICT ON CONSTRAINT account_phone_once DO UPDATE
                SET phone_sealed = excluded.phone_sealed, phone_masked = excluded.phone_masked, registered_at = excluded.registered_at""")
                .params(username, seal(phone, boundTo(username)), phone.masked(), CaseStore.utc(clock.instant())).update();
    }

    /// The number that a case would register.
    byte[] sealFor(String caseId, PhoneNumber phone) {
        return seal(phone, "case:" + caseId);
    }

    PhoneNumber openFor(String caseId, byte[] sealed) {
        return open(sealed, "case:" + caseId);
    }

    private byte[] seal(PhoneNumber phone, String boundTo) {
        return vault.seal(keys.data(), phone.e164().getBytes(StandardCharsets.US_ASCII), boundTo.getBytes(StandardCharsets.US_ASCII));
    }

    private PhoneNumber open(byte[] sealed, String boundTo) {
        return new PhoneNumber(new String(vault.open(keys.data(), sealed, boundTo.getBytes(StandardCharsets.US_ASCII)), StandardCharsets.US_ASCII));
    }

    private static String boundTo(String username) {
        return "account-phone:" + username;
    }
}
