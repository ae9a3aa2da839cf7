package io.shouyin.host.fleet;

import io.shouyin.host.credentials.TerminalPasswords;
import io.shouyin.host.keys.InstitutionKeys;
import io.shouyin.host.merchants.Merchant;
import io.shouyin.host.merchants.Merchants;
import io.shouyin.host.platform.Together;
import io.shouyin.kernel.BatchNumber;
import io.shouyin.kernel.Fault;
import io.shouyin.kernel.Fault.Recovery;
import io.shouyin.kernel.MerchantId;
import io.shouyin.kernel.OperatorNumber;
import io.shouyin.kernel.Secret;
import io.shouyin.kernel.TerminalId;
import io.shouyin.paycrypto.TerminalProfile;
import io.shouyin.vault.KeyBlock;
import io.shouyin.vault.SecurityModule;
import io.shouyin.host.fleet.TerminalSession.WorkingKeyBlocks;
import io.shouyin.host.fleet.register.DeviceStock;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/// The register of terminals.
@Service
public class Terminals {

    private final JdbcClient jdbc;
    private final SecurityModule vault;
    private final InstitutionKeys keys;
    private final Merchants merchants;
    private final TerminalPasswords passwords;
    private final DeviceStock devices;
    private final FleetSettings settings;
    private final FleetAudit audit;
    private final InstantSource clock;
    private final Together<TerminalId, Optional<TerminalSession>> together = new Together<>(this::sessions, (terminal, _) -> session(terminal));
    private final Together<TerminalId, Optional<Signer>> signers = new Together<>(this::signers, (terminal, _) -> signers(List.of(terminal)).getFirst());

    Terminals(JdbcClient jdbc, SecurityModule vault, InstitutionKeys keys, Merchants merchants, TerminalPasswords passwords,
              DeviceStock devices, FleetSettings settings, FleetAudit audit, InstantSource clock) {
        this.jdbc = jdbc;
        this.vault = vault;
        this.keys = keys;
        this.merchants = merchants;
        this.passwords = passwords;
        this.devices = devices;
        this.settings = settings;
        this.audit = audit;
        this.clock = clock;
    }

    /// What is handed out once, on paper: the code for the device, the first passwords for its operators.
    public record Registered(TerminalId terminal, ActivationCode activation, Map<OperatorNumber, Secret> initialPasswords) {}

    /// @param clear 12 characters, to be shown once
    public record ActivationCode(Secret clear, Instant expiresAt) {}

    /// Registers a device for a merchant: it comes from stock, or is received on the way.
    ///
    /// @param profile the cryptography that its activation will load keys for
    /// @throws Fault `MERCHANT_UNKNOWN`, [FleetRefusal#SERIAL_NUMBER_IN_USE], [FleetRefusal#TERMINAL_NUMBERS_EXHAUSTED]
    /// @throws io.shouyin.host.web.RefusedRequest as [DeviceStock#take]
    @Transactional
    public Registered register(MerchantId merchantId, String serialNumber, String model, TerminalProfile profile) {
        Merchant merchant = merchants.find(merchantId)
                .orElseThrow(() -> new Fault(FleetRefusal.MERCHANT_UNKNOWN, Recovery.FIX_THE_INPUT));
        TerminalId terminal = nextNumber();
        int rows = jdbc.sql("""
                INSERT INTO fleet.terminal (terminal_id, merchant_id, serial_number, model, state, profile, step_up, batch_number, created_at)
                VALUES (?, ?, ?, ?, 'REGISTERED', ?, 'online', 1, ?) ON CONFLICT (serial_number) WHERE state <> 'RETIRED' DO NOTHING""")
                .params(terminal.value(), merchant.merchantId().value(), serialNumber, model, profile.code(), now())
                .update();
        if (rows == 0) {
            throw new Fault(FleetRefusal.SERIAL_NUMBER_IN_USE, Recovery.FIX_THE_INPUT);
        }
        devices.take(serialNumber, model, merchantId, terminal, settings.acquirerName());
        audit.registered(terminal, merchantId, serialNumber, profile);
        return new Registered(terminal, issueCode(terminal, serialNumber, profile), passwords.issueInitial(merchantId, terminal));
    }

    /// A new activation code; the one before it dies. The device's next activation replaces its keys.
    ///
    /// @param profile the cryptography of the new keys; without it that of the present ones. It changes when the device is activated.
    @Transactional
    public ActivationCode issueActivation(TerminalId terminal, Optional<TerminalProfile> profile) {
        Device device = jdbc.sql("SELECT merchant_id, serial_number, profile FROM fleet.terminal WHERE terminal_id = ? AND state <> 'RETIRED'")
                .param(terminal.value())
                .query((row, _) -> new Device(new MerchantId(row.getString("merchant_id")), row.getString("serial_number"),
                        TerminalProfile.of(row.getString("profile")))).optional()
                .orElseThrow(() -> new Fault(FleetRefusal.TERMINAL_UNKNOWN, Recovery.FIX_THE_INPUT));
        devices.requireInService(terminal);
        audit.mayBeReplaced(terminal, device.merchant());
        return issueCode(terminal, device.serialNumber(), profile.orElse(device.profile()));
    }

    private record Device(MerchantId merchant, String serialNumber, TerminalProfile profile) {}

    /// Everything that a message of the terminal is judged by. One read.
    public Optional<TerminalSession> session(TerminalId terminal) {
        return sessions(List.of(terminal)).getFirst();
    }

    /// The same for who has no transaction: one read for all who ask at the same time.
    public Optional<TerminalSession> sessionOfMessage(TerminalId terminal) {
        return together.ask(terminal);
    }

    /// A terminal and the device that it is.
    ///
    /// @param deviceKeyHash SHA-256 of the device's public key; null of one that was loaded by hand
    record Signer(TerminalSession terminal, byte[] deviceKeyHash) {}

    /// Who signs as this terminal, for who has no transaction: one read for all who ask at the same time.
    Optional<Signer> signer(TerminalId terminal) {
        return signers.ask(terminal);
    }

    private List<Optional<TerminalSession>> sessions(List<TerminalId> terminals) {
        return signers(terminals).stream().map(found -> found.map(Signer::terminal)).toList();
    }

    private List<Optional<Signer>> signers(List<TerminalId> terminals) {
        Map<TerminalId, Signer> found = jdbc.sql("""
                SELECT t.terminal_id, t.merchant_id, t.state, t.profile, t.step_up, t.batch_number, t.batch_closing, t.credential_key, t.device_key_hash,
                       s.pin_key, s.mac_key, s.data_key, l.since AS locked_since
                FROM fleet.terminal t LEFT JOIN fleet.sign_in s ON s.terminal_id = t.terminal_id LEFT JOIN fleet.terminal_lock l ON l.terminal_id = t.terminal_id
                WHERE t.terminal_id = ANY (?)""")
                .param(terminals.stream().map(TerminalId::value).distinct().toArray(String[]::new))
                .query((row, number) -> new Signer(sessionOf(row, number), row.getBytes("device_key_hash"))).list().stream()
                .collect(Collectors.toMap(signer -> signer.terminal().terminal(), signer -> signer));
        return terminals.stream().map(terminal -> Optional.ofNullable(found.get(terminal))).toList();
    }

    private static TerminalSession sessionOf(ResultSet row, int number) throws SQLException {
        Optional<KeyBlock> mac = block(row.getString("mac_key"));
        Optional<WorkingKeyBlocks> working = mac.isEmpty() ? Optional.empty()
                : Optional.of(new WorkingKeyBlocks(new KeyBlock(row.getString("pin_key")), mac.get(), block(row.getString("data_key"))));
        return new TerminalSession(new TerminalId(row.getString("terminal_id")), new MerchantId(row.getString("merchant_id")),
                TerminalState.valueOf(row.getString("state")), TerminalProfile.of(row.getString("profile")),
                row.getString("step_up").equals("online"),
                new BatchNumber(row.getInt("batch_number")), row.getBoolean("batch_closing"),
                Optional.ofNullable(row.getObject("locked_since", OffsetDateTime.class)).map(OffsetDateTime::toInstant), block(row.getString("credential_key")), working);
    }

    private static Optional<KeyBlock> block(String stored) {
        return Optional.ofNullable(stored).map(KeyBlock::new);
    }

    private ActivationCode issueCode(TerminalId terminal, String serialNumber, TerminalProfile profile) {
        SecurityModule.IssuedActivation issued = vault.issueActivation(keys.data(), serialNumber);
        Instant expiresAt = clock.instant().plus(settings.activationTtl());
        jdbc.sql("""
                INSERT INTO fleet.activation (terminal_id, sealed_code, profile, expires_at, wrong_proofs) VALUES (?, ?, ?, ?, 0)
                ON CONFLICT ON CONSTRAINT activation_one_open DO UPDATE
                SET sealed_code = excluded.sealed_code, profile = excluded.profile, expires_at = excluded.expires_at, wrong_proofs = 0, used_by = NULL, spent_proofs = '{}'""")
                .params(terminal.value(), issued.sealed(), profile.code(), expiresAt.atOffset(ZoneOffset.UTC))
                .update();
        jdbc.sql("UPDATE fleet.terminal SET refused_activations = 0 WHERE terminal_id = ?").param(terminal.value()).update();
        audit.activationIssued(terminal, profile);
        return new ActivationCode(issued.clear(), expiresAt);
    }

    private TerminalId nextNumber() {
        return jdbc.sql("UPDATE fleet.terminal_number SET next = next + 1 WHERE next < 99999999 RETURNING next - 1")
                .query(Integer.class).optional().map(number -> new TerminalId("%08d".formatted(number)))
                .orElseThrow(() -> new Fault(FleetRefusal.TERMINAL_NUMBERS_EXHAUSTED, Recovery.STOP));
    }

    private OffsetDateTime now() {
        return clock.instant().atOffset(ZoneOffset.UTC);
    }
}
