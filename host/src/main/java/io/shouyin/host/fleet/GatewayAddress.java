package io.shouyin.host.fleet;

/// Where a freshly activated terminal connects, and the certificate that it pins.
///
/// @param certificateSha256 SHA-256 over the DER form, 64 hex digits
public record GatewayAddress(String host, int port, String certificateSha256) {

    /// Implemented by the gateway, which knows its port once it listens.
    public interface Source {
        GatewayAddress current();
    }
}
