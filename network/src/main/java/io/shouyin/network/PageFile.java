package io.shouyin.network;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.Optional;

/// A file of the pages that show the phones: their texts, their wallets.
record PageFile(String name, String type) {

    private static final PageFile CSS = new PageFile("phone.css", "text/css; charset=utf-8");
    private static final Map<String, PageFile> FILES = Map.of(
            "/phone", new PageFile("phone.html", "text/html; charset=utf-8"),
            "/phone.js", new PageFile("phone.js", "text/javascript; charset=utf-8"),
            "/phone.css", CSS);
    private static final Map<String, PageFile> WALLET_FILES = Map.of(
            "/", new PageFile("wallet.html", "text/html; charset=utf-8"),
            "/wallet.js", new PageFile("wallet.js", "text/javascript; charset=utf-8"),
            "/wallet.css", new PageFile("wallet.css", "text/css; charset=utf-8"),
            "/phone.css", CSS);

    static Optional<PageFile> at(String path) {
        return Optional.ofNullable(FILES.get(path));
    }

    static Optional<PageFile> ofWallet(String path) {
        return Optional.ofNullable(WALLET_FILES.get(path));
    }

    void send(HttpExchange exchange) throws IOException {
        try (InputStream in = PageFile.class.getResourceAsStream("phone/" + name)) {
            byte[] content = in.readAllBytes();
            exchange.getResponseHeaders().set("Content-Type", type);
            exchange.getResponseHeaders().set("Cache-Control", "no-store");
            exchange.getResponseHeaders().set("Content-Security-Policy", "default-src 'self'; frame-ancestors 'none'");
            exchange.getResponseHeaders().set("X-Content-Type-Options", "nosniff");
            exchange.sendResponseHeaders(200, content.length);
            exchange.getResponseBody().write(content);
        }
    }
}
