package io.shouyin.host.fleet;

import io.shouyin.host.web.Allowed;
import io.shouyin.host.web.RefusedRequest;
import io.shouyin.host.web.WebRefusal;
import io.shouyin.vault.TerminalKeyCommands.DeviceProof;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.util.Base64;
import org.springframework.http.HttpStatus;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/// The device API: what a terminal says before it has keys. The proof of the activation code stands for a login.
@RestController
@RequestMapping("/device/v1")
class DeviceController {

    private static final int NONCE_BYTES = 32;
    private static final int PROOF_BYTES = 32;

    private final Activation activation;

    DeviceController(Activation activation) {
        this.activation = activation;
    }

    /// Binary values in base64.
    ///
    /// @param devicePublicKey P-256, X.509 SubjectPublicKeyInfo
    /// @param nonce 32 bytes
    /// @param proof 32 bytes
    record ActivationRequest(@NotNull @Pattern(regexp = "[0-9A-Za-z-]{8,32}") String serialNumber,
                             @Size(max = 32) String model,
                             @NotNull @Size(max = 200) String devicePublicKey,
                             @NotNull @Size(max = 64) String nonce,
                             @NotNull @Size(max = 64) String proof) {}

    record ActivationReply(String terminalId, String hostPublicKey, String hostNonce, String wrapped) {}

    @PostMapping("/activations")
    @PreAuthorize(Allowed.ANYBODY)
    ActivationReply activate(@Valid @RequestBody ActivationRequest request) {
        DeviceProof proof = new DeviceProof(request.serialNumber(), binary(request.devicePublicKey(), -1),
                binary(request.nonce(), NONCE_BYTES), binary(request.proof(), PROOF_BYTES));
        return switch (activation.activate(proof)) {
            case Activation.Result.Activated activated -> new ActivationReply(activated.terminal().value(),
                    base64(activated.keys().hostPublicKey()), base64(activated.keys().hostNonce()), base64(activated.keys().wrapped()));
            case Activation.Result.Refused refused -> throw new RefusedRequest(switch (refused.refusal()) {
                case TERMINAL_UNKNOWN, MERCHANT_UNKNOWN -> HttpStatus.NOT_FOUND;
                case DEVICE_KEY_IN_USE, SERIAL_NUMBER_IN_USE -> HttpStatus.CONFLICT;
                case DEVICE_KEY_INVALID -> HttpStatus.BAD_REQUEST;
                case ACTIVATION_CODE_WRONG, ACTIVATION_CODE_EXPIRED, ACTIVATION_LOCKED, TERMINAL_RETIRED, DEVICE_SIGNATURE_WRONG, DEVICE_TIME_WRONG,
                        DEVICE_REQUEST_REPEATED, OPERATOR_PASSWORD_REFUSED, FINGERPRINT_NONE, FINGERPRINT_UNKNOWN, FINGERPRINT_KNOWN,
                        FINGERPRINT_CHALLENGE_UNKNOWN -> HttpStatus.FORBIDDEN;
                case TERMINAL_NUMBERS_EXHAUSTED -> HttpStatus.SERVICE_UNAVAILABLE;
            }, refused.refusal());
        };
    }

    /// @param length in bytes, -1 for any
    private static byte[] binary(String text, int length) {
        try {
            byte[] bytes = Base64.getDecoder().decode(text);
            if (length < 0 || bytes.length == length) {
                return bytes;
            }
        } catch (IllegalArgumentException noBase64) {
            throw new RefusedRequest(HttpStatus.BAD_REQUEST, WebRefusal.REQUEST_INVALID);
        }
        throw new RefusedRequest(HttpStatus.BAD_REQUEST, WebRefusal.REQUEST_INVALID);
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }
}
