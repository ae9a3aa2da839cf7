package io.shouyin.terminal.state;

import io.shouyin.kernel.Check;
import io.shouyin.kernel.MerchantId;
import io.shouyin.kernel.MinorAmount;
import io.shouyin.kernel.TerminalId;
import java.util.Optional;
import java.util.function.Predicate;
import tools.jackson.databind.JsonNode;

/// What activation gave the terminal.
///
/// @param gatewayCertificateSha256 hex of the SHA-256 of the gateway's certificate in DER, the only one that is trusted; empty for a line without TLS,
///                                  which only a terminal may have whose host judges no factors
/// @param tpduDestination four digits
/// @param stepUp `online`: transactions carry sealed factors; `local`: they do not
/// @param signatureFromFen the amount from which the cardholder signs; [#SIGNATURE_FROM_FEN] if the host did not say
/// @param test everything here is worth nothing, and receipts say so
public record Identity(String terminalId, String merchantId, String merchantName, String acquirerName, String gatewayHost,
                       int gatewayPort, String gatewayCertificateSha256, String tpduDestination, String stepUp,
                       Long signatureFromFen, Boolean test) {

    /// ¥1,000.00.
    static final long SIGNATURE_FROM_FEN = 100_000;

    public Identity {
        new TerminalId(terminalId);
        new MerchantId(merchantId);
        Check.argument(gatewayPort > 0 && gatewayPort <= 65_535, "a port is 1 to 65535");
        Check.argument(gatewayCertificateSha256.matches("[0-9A-Fa-f]{64}") || gatewayCertificateSha256.isEmpty() && stepUp.equals("local"),
                "a certificate's SHA-256 has 64 hex digits");
        Check.argument(tpduDestination.matches("[0-9]{4}"), "a TPDU address has 4 digits");
        signatureFromFen = signatureFromFen == null ? Long.valueOf(SIGNATURE_FROM_FEN) : signatureFromFen;
        test = test != null && test;
        Check.argument(stepUp.equals("online") || stepUp.equals("local"), "step-up is online or local");
    }

    /// Of the settings that the host gives a device.
    public static Identity of(JsonNode json) {
        return new Identity(json.path("terminalId").asString(""), json.path("merchantId").asString(""),
                json.path("merchantName").asString(""), json.path("acquirerName").asString(""),
                json.path("gatewayHost").asString(""), json.path("gatewayPort").asInt(0),
                json.path("gatewayCertificateSha256").asString(""), json.path("tpduDestination").asString("0003"),
                json.path("stepUp").asString("online"), json.path("signatureFromFen").asLong(SIGNATURE_FROM_FEN), json.path("test").asBoolean(false));
    }

    public MinorAmount signatureFrom() {
        return new MinorAmount(signatureFromFen);
    }

    public Optional<String> pinnedCertificate() {
        return Optional.of(gatewayCertificateSha256).filter(Predicate.not(String::isEmpty));
    }

    public boolean isStepUpOnline() {
        return stepUp.equals("online");
    }
}
