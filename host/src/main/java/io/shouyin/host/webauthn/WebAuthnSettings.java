package io.shouyin.host.webauthn;

import io.shouyin.kernel.Check;
import java.net.URI;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// Where passkeys are made and used. Browsers know no passkeys for addresses that are numbers.
///
/// @param origins of the pages, such as `https://pos.example.com`; empty is `http://localhost` with any port
/// @param domain which the passkeys belong to, and which the hosts of all origins are or end in; empty is the host of the first origin
@ConfigurationProperties("shouyin.webauthn")
public record WebAuthnSettings(@DefaultValue List<URI> origins, @DefaultValue("") String domain) {

    static final String LOCAL = "localhost";

    public WebAuthnSettings {
        origins = List.copyOf(origins);
        Check.argument(origins.stream().allMatch(origin -> origin.getHost() != null && ("https".equals(origin.getScheme()) || LOCAL.equals(origin.getHost()))),
                "shouyin.webauthn.origins are https://<name>, or http://localhost");
        if (domain.isEmpty()) {
            domain = origins.isEmpty() ? LOCAL : origins.getFirst().getHost();
        }
        for (var origin : origins) {
            Check.argument(("." + origin.getHost()).endsWith("." + domain), "the hosts of shouyin.webauthn.origins are shouyin.webauthn.domain or end in it");
        }
    }

    /// @param port -1 for the scheme's own
    boolean allows(String scheme, String host, int port) {
        return origins.isEmpty() ? "http".equals(scheme) && LOCAL.equals(host)
                : origins.stream().anyMatch(origin -> origin.getScheme().equals(scheme) && origin.getHost().equals(host) && port(origin) == port);
    }

    private static int port(URI origin) {
        return origin.getPort() >= 0 ? origin.getPort() : "https".equals(origin.getScheme()) ? 443 : 80;
    }
}
