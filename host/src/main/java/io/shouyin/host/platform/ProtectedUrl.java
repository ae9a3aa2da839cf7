package io.shouyin.host.platform;

import java.net.InetAddress;
import java.net.URI;

/// Addresses that something secret may be sent to.
public final class ProtectedUrl {

    private ProtectedUrl() {
    }

    /// https, on loopback also http.
    public static boolean is(URI url) {
        return url.getHost() != null && ("https".equals(url.getScheme()) || "http".equals(url.getScheme()) && isLoopback(url.getHost()));
    }

    private static boolean isLoopback(String host) {
        return host.equals("localhost") || host.matches("[0-9.]+|\\[[0-9a-f:]+]") && InetAddress.ofLiteral(host.replaceAll("[\\[\\]]", "")).isLoopbackAddress();
    }
}
