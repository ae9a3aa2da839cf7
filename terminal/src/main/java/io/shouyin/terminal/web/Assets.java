package io.shouyin.terminal.web;

import io.shouyin.kernel.Check;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The files of the page, by path: a closed list, so that nothing else of the class path is served.
public final class Assets {

    private static final Map<String, String> FILES = Stream.of("index.html", "tokens.css", "terminal.css", "terminal.js", "link.js", "screen.js", "figure.js",
            "keypad.js", "paper.js", "finger.js", "sign.js", "icon.svg").collect(Collectors.toMap(file -> file.equals("index.html") ? "/" : "/" + file, file -> file));

    private Assets() {}

    public static Set<String> paths() {
        return FILES.keySet();
    }

    public static byte[] bytes(String path) {
        try (InputStream in = Assets.class.getResourceAsStream("/io/shouyin/terminal/web/" + FILES.get(path))) {
            Check.invariant(in != null, "every file of the page is packed");
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static String contentType(String path) {
        String file = FILES.get(path);
        return switch (file.substring(file.lastIndexOf('.') + 1)) {
            case "html" -> "text/html; charset=utf-8";
            case "css" -> "text/css; charset=utf-8";
            case "js" -> "text/javascript; charset=utf-8";
            default -> "image/svg+xml";
        };
    }
}
