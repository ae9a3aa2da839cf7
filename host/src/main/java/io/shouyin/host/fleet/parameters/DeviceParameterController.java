package io.shouyin.host.fleet.parameters;

import io.shouyin.host.fleet.SignedRequests;
import io.shouyin.host.fleet.TerminalSession;
import io.shouyin.host.web.Allowed;
import io.shouyin.kernel.Check;
import io.swagger.v3.oas.annotations.Operation;
import java.util.Base64;
import org.springframework.http.HttpEntity;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/// The device API for parameters: the bundle of the terminal that asks.
@RestController
class DeviceParameterController {

    private static final String PATH = "/device/v1/parameters";

    private final SignedRequests requests;
    private final EffectiveParameters effective;

    DeviceParameterController(SignedRequests requests, EffectiveParameters effective) {
        this.requests = requests;
        this.effective = effective;
    }

    /// Both base64.
    record Bundle(String content, String mac) {}

    @Operation(summary = "The parameters of this terminal, signed for it; `version` is that of the bundle it has. 409 PARAMETERS_FOR_KEYLESS; signed by the device")
    @PostMapping(PATH)
    @PreAuthorize(Allowed.ANYBODY)
    Bundle fetch(HttpEntity<byte[]> request) {
        TerminalSession terminal = requests.genuine(PATH, request);
        long had = SignedRequests.read(request, json -> {
            long version = json.path("version").asLong(-1);
            Check.argument(version >= 0, "a terminal says which version it has");
            return version;
        });
        EffectiveParameters.Signed signed = effective.bundle(terminal, had);
        return new Bundle(Base64.getEncoder().encodeToString(signed.content()), Base64.getEncoder().encodeToString(signed.mac()));
    }
}
