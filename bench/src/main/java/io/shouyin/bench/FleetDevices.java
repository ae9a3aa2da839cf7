package io.shouyin.bench;

import io.shouyin.paycrypto.EcKeys;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.IntStream;

/// Terminals that do nothing but beat and poll: each with a key of its own, written straight into the register as activated, so that a hundred thousand take a minute.
///
/// Their beats are signed before anything is measured, so that the generator takes no more from the machine than their sending.
final class FleetDevices {

    private static final String PATH = "/device/v1/heartbeats";
    private static final int ROWS_A_BATCH = 2_000;
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final String TERMINAL = """
            INSERT INTO fleet.terminal (terminal_id, merchant_id, serial_number, model, state, profile, step_up, batch_number, device_key_hash, master_key, created_at, activated_at)
            VALUES (?, ?, ?, 'Shouyin VT-1', 'ACTIVATED', 'tdes', 'local', 1, ?, 'none', now(), now())""";
    /// As after weeks of service: a beat finds the one before.
    private static final String BEAT = """
            INSERT INTO fleet.heartbeat (terminal_id, device_key_hash, sequence, digest, sent_at, received_at, uptime_seconds, software_version, software_slot, parameters_version,
              model, paper, tamper, waiting_messages, signed_in, order_sequence, checkpoint_size)
            VALUES (?, ?, 1, ?, now() - interval '60 seconds', now() - interval '60 seconds', 60, '0.1.0', 'A', 0, 'Shouyin VT-1', 'OK', '{}', 0, true, 0, 0)""";

    private static final String TARGET = "INSERT INTO fleet.update_target (terminal_id, token_hash, token_issued_at, wants_attributes) VALUES (?, ?, now(), false)";

    private final List<Device> devices;

    private record Device(String terminal, byte[] publicKey, byte[] privateKey) {

        /// What it polls with: as long as a real one, and told apart from those of all others.
        String token() {
            return "BenchFleet00000000000000" + terminal;
        }
    }

    private FleetDevices(List<Device> devices) {
        this.devices = devices;
    }

    /// Makes the keys and writes the rows.
    ///
    /// @param merchant whose terminals they are
    static FleetDevices register(DatabaseLogin database, String merchant, int count) {
        List<Device> devices = IntStream.range(0, count).parallel().mapToObj(number -> {
            try (EcKeys.Pair pair = EcKeys.P256.generate()) {
                return new Device("F%07d".formatted(number), pair.publicKey(), pair.privateKey());
            }
        }).toList();
        try (Connection connection = database.connect()) {
            connection.setAutoCommit(false);
            try (PreparedStatement terminals = connection.prepareStatement(TERMINAL); PreparedStatement beats = connection.prepareStatement(BEAT);
                 PreparedStatement targets = connection.prepareStatement(TARGET)) {
                for (int i = 0; i < count; i++) {
                    Device device = devices.get(i);
                    byte[] hash = sha256(device.publicKey());
                    terminals.setString(1, device.terminal());
                    terminals.setString(2, merchant);
                    terminals.setString(3, "FLEET-" + device.terminal());
                    terminals.setBytes(4, hash);
                    terminals.addBatch();
                    beats.setString(1, device.terminal());
                    beats.setBytes(2, hash);
                    beats.setBytes(3, hash);
                    beats.addBatch();
                    targets.setString(1, device.terminal());
                    targets.setBytes(2, sha256(device.token().getBytes(StandardCharsets.US_ASCII)));
                    targets.addBatch();
                    if ((i + 1) % ROWS_A_BATCH == 0 || i + 1 == count) {
                        terminals.executeBatch();
                        beats.executeBatch();
                        targets.executeBatch();
                        connection.commit();
                    }
                }
            }
            connection.setAutoCommit(true);
            try (var statement = connection.createStatement()) {
                statement.execute("VACUUM ANALYZE fleet.terminal");
                statement.execute("VACUUM ANALYZE fleet.heartbeat");
                statement.execute("VACUUM ANALYZE fleet.update_target");
            }
        } catch (SQLException refused) {
            throw new IllegalStateException("the terminals could not be written into the register", refused);
        }
        return new FleetDevices(devices);
    }

    int count() {
        return devices.size();
    }

    /// A beat of terminal `number`, as bytes on the line.
    ///
    /// @param at by its clock
    byte[] beat(int number, long sequence, Instant at) {
        Device device = devices.get(number);
        byte[] body = """
                {"sequence":%d,"at":"%s","uptimeSeconds":%d,"software":{"version":"0.1.0","slot":"A"},"parametersVersion":0,"model":"Shouyin VT-1","batteryPercent":%d,\
                "charging":false,"paper":"ok","network":{"kind":"lte","signalDbm":-71},"position":{"latitude":31.2304,"longitude":121.4737,"accuracyMetres":15},"tamper":[],\
                "waitingMessages":0,"batch":"000001","signedIn":true,"orderSequence":0,"checkpointSize":0}"""
                .formatted(sequence, at, 60 * sequence, 50 + number % 50).getBytes(StandardCharsets.US_ASCII);
        byte[] nonce = new byte[16];
        RANDOM.nextBytes(nonce);
        String signed = String.join("\n", "POST", PATH, at.toString(), base64(nonce), HexFormat.of().formatHex(sha256(body)));
        String head = "POST " + PATH + " HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: " + body.length
                + "\r\nShouyin-Terminal: " + device.terminal() + "\r\nShouyin-Device-Key: " + base64(device.publicKey()) + "\r\nShouyin-Time: " + at
                + "\r\nShouyin-Nonce: " + base64(nonce) + "\r\nShouyin-Signature: " + base64(sign(device.privateKey(), signed)) + "\r\n\r\n";
        ByteArrayOutputStream request = new ByteArrayOutputStream();
        request.writeBytes(head.getBytes(StandardCharsets.US_ASCII));
        request.writeBytes(body);
        return request.toByteArray();
    }

    /// A poll of terminal `number` for updates, as bytes on the line.
    byte[] poll(int number) {
        Device device = devices.get(number);
        return ("GET /DEFAULT/controller/v1/" + device.terminal() + " HTTP/1.1\r\nHost: localhost\r\nAccept: application/json\r\nAuthorization: TargetToken " + device.token() + "\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII);
    }

    private static byte[] sign(byte[] privateKey, String text) {
        try {
            PrivateKey key = KeyFactory.getInstance("EC").generatePrivate(new PKCS8EncodedKeySpec(privateKey));
            Signature signature = Signature.getInstance("SHA256withECDSA");
            signature.initSign(key);
            signature.update(text.getBytes(StandardCharsets.US_ASCII));
            return signature.sign();
        } catch (GeneralSecurityException everyJavaHasIt) {
            throw new IllegalStateException(everyJavaHasIt);
        }
    }

    private static byte[] sha256(byte[] data) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(data);
        } catch (GeneralSecurityException everyJavaHasIt) {
            throw new IllegalStateException(everyJavaHasIt);
        }
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }
}
