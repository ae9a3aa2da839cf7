package io.shouyin.host.fleet;

import io.shouyin.kernel.TerminalId;
import io.shouyin.paycrypto.EcSignatures;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import org.springframework.http.HttpHeaders;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/// Signed requests of the device API: made by the device that was activated as this terminal, now, and once.
///
/// The device's key of activation signs (ECDSA P-256, SHA-256, DER) the lines `POST`, path, `Shouyin-Time`, `Shouyin-Nonce` and the SHA-256
/// of the body in hex. The time is believed within five minutes, and a nonce is good once in that time.
@Component
class DeviceSignatures {

    static final Duration SKEW_MAX = Duration.ofMinutes(5);
    private static final int NONCE_BYTES = 16;

    private final JdbcClient jdbc;
    private final Terminals terminals;
    private final InstantSource clock;

    DeviceSignatures(JdbcClient jdbc, Terminals terminals, InstantSource clock) {
        this.jdbc = jdbc;
        this.terminals = terminals;
        this.clock = clock;
    }

    sealed interface Judged {
        record Genuine(TerminalSession terminal) implements Judged {}

        record Refused(FleetRefusal refusal) implements Judged {}
    }

    Judged judge(String path, HttpHeaders headers, byte[] body) {
        try {
            String time = first(headers, "Shouyin-Time");
            byte[] nonce = base64(first(headers, "Shouyin-Nonce"));
            byte[] deviceKey = base64(first(headers, "Shouyin-Device-Key"));
            Optional<TerminalSession> terminal = signer(first(headers, "Shouyin-Terminal"), deviceKey);
            if (terminal.isEmpty() || !isSigned(path, headers, deviceKey, body)) {
                return new Judged.Refused(FleetRefusal.DEVICE_SIGNATURE_WRONG);
            }
            if (Duration.between(Instant.parse(time), clock.instant()).abs().compareTo(SKEW_MAX) > 0) {
                return new Judged.Refused(FleetRefusal.DEVICE_TIME_WRONG);
            }
            return isFirst(terminal.get().terminal(), nonce) ? new Judged.Genuine(terminal.get()) : new Judged.Refused(FleetRefusal.DEVICE_REQUEST_REPEATED);
        } catch (IllegalArgumentException | DateTimeException unreadable) {
            return new Judged.Refused(FleetRefusal.DEVICE_SIGNATURE_WRONG);
        }
    }

    /// Of requests that come so often that no nonce is kept of them: their own number, and the time in their body, tell whether they are new, which the caller
    /// looks at.
    ///
    /// @return nothing if the signature is wrong
    Optional<Terminals.Signer> signerOfNumbered(String path, HttpHeaders headers, byte[] body) {
        try {
            byte[] deviceKey = base64(first(headers, "Shouyin-Device-Key"));
            return terminals.signer(new TerminalId(first(headers, "Shouyin-Terminal")))
                    .filter(found -> found.terminal().state() == TerminalState.ACTIVATED && Arrays.equals(found.deviceKeyHash(), sha256(deviceKey)))
                    .filter(_ -> isSigned(path, headers, deviceKey, body));
        } catch (IllegalArgumentException unreadable) {
            return Optional.empty();
        }
    }

    private static boolean isSigned(String path, HttpHeaders headers, byte[] deviceKey, byte[] body) {
        String nonce = first(headers, "Shouyin-Nonce");
        String signed = String.join("\n", "POST", path, first(headers, "Shouyin-Time"), nonce, HexFormat.of().formatHex(sha256(body)));
        return base64(nonce).length == NONCE_BYTES
                && EcSignatures.isP256(deviceKey, signed.getBytes(StandardCharsets.US_ASCII), base64(first(headers, "Shouyin-Signature")));
    }

    /// The terminal that was activated with this key.
    private Optional<TerminalSession> signer(String terminal, byte[] deviceKey) {
        return jdbc.sql("SELECT terminal_id FROM fleet.terminal WHERE terminal_id = ? AND device_key_hash = ? AND state = 'ACTIVATED'")
                .params(terminal, sha256(deviceKey)).query(String.class).optional().map(TerminalId::new).flatMap(terminals::session);
    }

    private boolean isFirst(TerminalId terminal, byte[] nonce) {
        Instant now = clock.instant();
        jdbc.sql("DELETE FROM fleet.device_nonce WHERE terminal_id = ? AND seen_at < ?")
                .params(terminal.value(), now.minus(SKEW_MAX.multipliedBy(2)).atOffset(ZoneOffset.UTC)).update();
        return jdbc.sql("INSERT INTO fleet.device_nonce (terminal_id, nonce, seen_at) VALUES (?, ?, ?) ON CONFLICT ON CONSTRAINT device_nonce_once DO NOTHING")
                .params(terminal.value(), nonce, now.atOffset(ZoneOffset.UTC)).update() == 1;
    }

    private static String first(HttpHeaders headers, String name) {
        String value = headers.getFirst(name);
        return value == null ? "" : value;
    }

    private static byte[] base64(String text) {
        return Base64.getDecoder().decode(text);
    }

    private static byte[] sha256(byte[] data) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(data);
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException("every JDK has SHA-256", missing);
        }
    }
}
