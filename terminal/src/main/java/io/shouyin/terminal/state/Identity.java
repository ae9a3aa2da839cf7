package io.shouyin.terminal.state;

import io.shouyin.kernel.Check;
import io.shouyin.kernel.MerchantId;
import io.shouyin.kernel.TerminalId;
import tools.jackson.databind.JsonNode;

/// What activation gave the terminal.
///
/// @param gatewayCertificateSha256 hex of the SHA-256 of the gateway's certificate in DER, the only one that is trusted
/// @param tpduDestination four digits
/// @param stepUp `online`: transactions carry sealed factors; `local`: they do not
public record Identity(String terminalId, String merchantId, String merchantName, String acquirerName, String gatewayHost,
                       int gatewayPort, String gatewayCertificateSha256, String tpduDestination, String stepUp) {

    public Identity {
        new TerminalId(terminalId);
        new MerchantId(merchantId);
        Check.argument(gatewayPort > 0 && gatewayPort <= 65_535, "a port is 1 to 65535");
        Check.argument(gatewayCertificateSha256.matches("[0-9A-Fa-f]{64}"), "a certificate's SHA-256 has 64 hex digits");
        Check.argument(tpduDestination.matches("[0-9]{4}"), "a TPDU address has 4 digits");
        Check.argument(stepUp.equals("online") || stepUp.equals("local"), "step-up is online or local");
    }

    /// Of the settings that the host gives a device.
    public static Identity of(JsonNode json) {
        return new Identity(json.path("terminalId").asString(""), json.path("merchantId").asString(""),
                json.path("merchantName").asString(""), json.path("acquirerName").asString(""),
                json.path("gatewayHost").asString(""), json.path("gatewayPort").asInt(0),
                json.path("gatewayCertificateSha256").asString(""), json.path("tpduDestination").asString("0003"),
                json.path("stepUp").asString("online"));
    }

    public boolean isStepUpOnline() {
        return stepUp.equals("online");
    }
}
