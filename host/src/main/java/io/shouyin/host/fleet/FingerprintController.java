package io.shouyin.host.fleet;

import io.shouyin.host.credentials.Challenge;
import io.shouyin.host.credentials.Leaf;
import io.shouyin.host.web.Allowed;
import io.shouyin.host.web.RefusedRequest;
import io.shouyin.host.webauthn.PasskeyOptions;
import io.shouyin.iso8583.terminal.TransactionKind;
import io.shouyin.kernel.BatchNumber;
import io.shouyin.kernel.MinorAmount;
import io.shouyin.kernel.OperatorNumber;
import io.shouyin.kernel.Refusal;
import io.shouyin.kernel.TraceNumber;
import io.swagger.v3.oas.annotations.Operation;
import java.util.Base64;
import java.util.UUID;
import org.springframework.http.HttpEntity;
import org.springframework.http.HttpStatus;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/// The device API for fingerprints: enrolled for an operator, shown for a transaction. The device signs each request.
@RestController
@RequestMapping(FingerprintController.PATH)
class FingerprintController {

    static final String PATH = "/device/v1/fingerprints";

    private final SignedRequests requests;
    private final EnrolFingerprint enrol;
    private final ShowFingerprint show;

    FingerprintController(SignedRequests requests, EnrolFingerprint enrol, ShowFingerprint show) {
        this.requests = requests;
        this.enrol = enrol;
        this.show = show;
    }

    record Enrolment(UUID enrolmentId, PasskeyOptions.Creation options) {}

    @Operation(summary = "Begins to enrol a fingerprint for the operator whose sealed password comes along; signed by the device")
    @PostMapping("/enrolments")
    @PreAuthorize(Allowed.ANYBODY)
    Enrolment begin(HttpEntity<byte[]> request) {
        TerminalSession terminal = genuine("/enrolments", request);
        EnrolFingerprint.Wanted wanted = SignedRequests.read(request, json -> new EnrolFingerprint.Wanted(new OperatorNumber(json.path("operator").asString()),
                BatchNumber.of(json.path("batch").asString()), TraceNumber.of(json.path("trace").asString()),
                Base64.getDecoder().decode(json.path("sealedPassword").asString())));
        return switch (enrol.begin(terminal, wanted)) {
            case EnrolFingerprint.Begun.Open open -> new Enrolment(open.id(), open.options());
            case EnrolFingerprint.Begun.Refused _ -> throw refused(FleetRefusal.OPERATOR_PASSWORD_REFUSED);
        };
    }

    record Enrolled(boolean enrolled) {}

    @Operation(summary = "Ends an enrolment with what the authenticator has made; signed by the device")
    @PostMapping("/enrolments/{enrolmentId}")
    @PreAuthorize(Allowed.ANYBODY)
    Enrolled finish(@PathVariable UUID enrolmentId, HttpEntity<byte[]> request) {
        TerminalSession terminal = genuine("/enrolments/" + enrolmentId, request);
        enrol.finish(terminal, enrolmentId, SignedRequests.read(request, json -> json.path("credential").toString())).ifPresent(refusal -> {
            throw refused(refusal);
        });
        return new Enrolled(true);
    }

    record Asked(UUID challengeId, PasskeyOptions.Request options) {}

    private record Wish(Challenge.Transaction transaction, Leaf.Actor whose) {}

    @Operation(summary = "Asks for a fingerprint for one transaction to come, the operator's or, with whose = SUPERVISOR, the supervisor's; signed by the device")
    @PostMapping("/challenges")
    @PreAuthorize(Allowed.ANYBODY)
    Asked ask(HttpEntity<byte[]> request) {
        TerminalSession terminal = genuine("/challenges", request);
        Wish wish = SignedRequests.read(request, json -> new Wish(new Challenge.Transaction(terminal.merchant(), terminal.terminal(),
                BatchNumber.of(json.path("batch").asString()), TraceNumber.of(json.path("trace").asString()), kind(json.path("kind").asString()),
                new MinorAmount(json.path("amountFen").asLong()), new OperatorNumber(json.path("operator").asString())),
                Leaf.Actor.valueOf(json.path("whose").asString(Leaf.Actor.SELF.name()))));
        return show.ask(wish.transaction(), wish.whose()).map(asked -> new Asked(asked.id(), asked.options())).orElseThrow(() -> refused(FleetRefusal.FINGERPRINT_NONE));
    }

    /// @param handle for field 57, tag DF07; base64 of 16 bytes
    record Proven(String handle) {

        @Override
        public String toString() {
            return "Proven[...]";
        }
    }

    private record Shown(byte[] credentialId, String credential) {}

    @Operation(summary = "Answers with what the authenticator has signed, and gets the handle for the transaction; signed by the device")
    @PostMapping("/challenges/{challengeId}")
    @PreAuthorize(Allowed.ANYBODY)
    Proven answer(@PathVariable UUID challengeId, HttpEntity<byte[]> request) {
        TerminalSession terminal = genuine("/challenges/" + challengeId, request);
        Shown shown = SignedRequests.read(request, json -> new Shown(Base64.getUrlDecoder().decode(json.path("credential").path("rawId").asString()),
                json.path("credential").toString()));
        return switch (show.answer(terminal.terminal(), challengeId, shown.credentialId(), shown.credential())) {
            case ShowFingerprint.Answer.Proven proven -> new Proven(Base64.getEncoder().encodeToString(proven.handle()));
            case ShowFingerprint.Answer.Refused refused -> throw refused(refused.refusal());
        };
    }

    private TerminalSession genuine(String path, HttpEntity<byte[]> request) {
        return requests.genuine(PATH + path, request);
    }

    private static TransactionKind kind(String transactionType) {
        return TransactionKind.ofTransactionType(transactionType).orElseThrow(() -> new IllegalArgumentException("there is no such kind of transaction"));
    }

    private static RefusedRequest refused(Refusal refusal) {
        return new RefusedRequest(HttpStatus.FORBIDDEN, refusal);
    }
}
