package io.shouyin.host.fleet;

import io.shouyin.host.web.RefusedRequest;
import io.shouyin.host.web.WebRefusal;
import java.time.DateTimeException;
import java.util.function.Function;
import java.util.function.Supplier;
import org.springframework.http.HttpEntity;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Requests of the device API that a device signs: the signature stands for a login, and covers the body byte for byte.
@Component
public class SignedRequests {

    private static final int BODY_BYTES_MAX = 16_384;
    private static final JsonMapper JSON = JsonMapper.shared();

    private final DeviceSignatures signatures;

    SignedRequests(DeviceSignatures signatures) {
        this.signatures = signatures;
    }

    /// The terminal that has signed it.
    ///
    /// @param path of the request, as it was signed
    /// @throws RefusedRequest `REQUEST_INVALID` for no body or one that is too long, `DEVICE_SIGNATURE_WRONG`, `DEVICE_TIME_WRONG`, `DEVICE_REQUEST_REPEATED`
    public TerminalSession genuine(String path, HttpEntity<byte[]> request) {
        if (request.getBody() == null || request.getBody().length > BODY_BYTES_MAX) {
            throw new RefusedRequest(HttpStatus.BAD_REQUEST, WebRefusal.REQUEST_INVALID);
        }
        return genuine(path, request.getHeaders(), request.getBody());
    }

    /// As above, of a body that the caller has read and bound.
    public TerminalSession genuine(String path, HttpHeaders headers, byte[] body) {
        return switch (signatures.judge(path, headers, body)) {
            case DeviceSignatures.Judged.Genuine genuine -> genuine.terminal();
            case DeviceSignatures.Judged.Refused refused -> throw new RefusedRequest(HttpStatus.FORBIDDEN, refused.refusal());
        };
    }

    /// A device that has signed a request which numbers itself.
    ///
    /// @param deviceKeyHash SHA-256 of the device's public key
    public record Device(TerminalSession terminal, byte[] deviceKeyHash) {}

    /// Who has signed a request that numbers itself. No nonce is kept of it: the caller sees to it that it is new.
    ///
    /// @throws RefusedRequest `DEVICE_SIGNATURE_WRONG`
    public Device numbered(String path, HttpHeaders headers, byte[] body) {
        return signatures.signerOfNumbered(path, headers, body).map(signer -> new Device(signer.terminal(), signer.deviceKeyHash()))
                .orElseThrow(() -> new RefusedRequest(HttpStatus.FORBIDDEN, FleetRefusal.DEVICE_SIGNATURE_WRONG));
    }

    /// What stands in it.
    ///
    /// @throws RefusedRequest `REQUEST_INVALID` if it cannot be read
    public static <T> T read(HttpEntity<byte[]> request, Function<JsonNode, T> parts) {
        return read(request, parts, () -> new RefusedRequest(HttpStatus.BAD_REQUEST, WebRefusal.REQUEST_INVALID));
    }

    /// As above.
    ///
    /// @param otherwise if it cannot be read
    public static <T> T read(HttpEntity<byte[]> request, Function<JsonNode, T> parts, Supplier<RefusedRequest> otherwise) {
        try {
            return parts.apply(JSON.readTree(request.getBody()));
        } catch (JacksonException | IllegalArgumentException | DateTimeException unreadable) {
            throw otherwise.get();
        }
    }
}
