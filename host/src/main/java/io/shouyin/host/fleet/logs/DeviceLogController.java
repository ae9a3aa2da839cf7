package io.shouyin.host.fleet.logs;

import io.shouyin.host.fleet.SignedRequests;
import io.shouyin.host.web.Allowed;
import io.shouyin.kernel.Check;
import io.shouyin.kernel.TerminalId;
import io.swagger.v3.oas.annotations.Operation;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.UUID;
import org.springframework.http.HttpEntity;
import org.springframework.http.server.ServletServerHttpRequest;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

/// The device API for logs and screens, which an order has asked for. Signed by the device; the hash that names a part is signed with its path.
@RestController
@RequestMapping(DeviceLogController.PATH)
class DeviceLogController {

    static final String PATH = "/device/v1/logs";
    private static final String LOG = "[0-9a-f]{12}";
    private static final String SHA256 = "[0-9a-f]{64}";

    private final SignedRequests requests;
    private final LogDesk desk;
    private final LogSettings settings;
    private final LogMetrics metrics;

    DeviceLogController(SignedRequests requests, LogDesk desk, LogSettings settings, LogMetrics metrics) {
        this.requests = requests;
        this.desk = desk;
        this.settings = settings;
        this.metrics = metrics;
    }

    private record Begun(String log, String fileName) {

        static Begun of(JsonNode json) {
            var begun = new Begun(json.path("log").asString(""), json.path("fileName").asString(""));
            Check.argument(begun.log.matches(LOG), "a log is named by 12 hex digits");
            return begun;
        }
    }

    @Operation(summary = "A terminal begins, or goes on with, the upload that an order UPLOAD_LOGS asks for, with `log` and `fileName`; the answer says how far the host is. 409 "
            + "LOG_NOT_ORDERED, LOG_REPLACED, 403 LOG_OF_ANOTHER_TERMINAL, 422 LOG_FILE_NAME_WRONG; signed by the device")
    @PostMapping("/{orderId}")
    @PreAuthorize(Allowed.ANYBODY)
    LogDesk.Known begin(@PathVariable UUID orderId, HttpEntity<byte[]> request) {
        return metrics.counted(() -> {
            TerminalId terminal = requests.genuine(PATH + "/" + orderId, request).terminal();
            Begun begun = SignedRequests.read(request, Begun::of);
            return desk.begin(terminal, orderId, begun.log, begun.fileName);
        });
    }

    @Operation(summary = "A part of a terminal's log: gzip of whole lines, numbered from 1, named by its SHA-256; the same part again changes nothing. Refused by any of LOG_…; "
            + "signed by the device")
    @PostMapping("/{orderId}/parts/{number}/{sha256}")
    @PreAuthorize(Allowed.ANYBODY)
    LogDesk.Known part(@PathVariable UUID orderId, @PathVariable int number, @PathVariable String sha256, HttpServletRequest request) {
        return metrics.counted(() -> {
            byte[] packed = body(request);
            String path = PATH + "/" + orderId + "/parts/" + number + "/" + sha256;
            TerminalId terminal = requests.genuine(path, new ServletServerHttpRequest(request).getHeaders(), packed).terminal();
            byte[] hash = sha256(packed);
            LogRefusal.LOG_PART_HASH_WRONG.when(!sha256.matches(SHA256) || !HexFormat.of().formatHex(hash).equals(sha256));
            return desk.part(terminal, orderId, number, hash, packed);
        });
    }

    /// Refused by the length that it claims before a byte is read; one that claims none is read no further than a part may be long.
    private byte[] body(HttpServletRequest request) {
        LogRefusal.LOG_PART_TOO_LARGE.when(request.getContentLengthLong() > settings.partBytesMax());
        byte[] body;
        try {
            body = request.getInputStream().readNBytes(settings.partBytesMax() + 1);
        } catch (IOException cut) {
            throw LogRefusal.LOG_PART_UNREADABLE.refused();
        }
        LogRefusal.LOG_PART_TOO_LARGE.when(body.length > settings.partBytesMax());
        return body;
    }

    @Operation(summary = "All parts were sent, with `parts`; the answer says how many lines the host has. 409 LOG_PART_OUT_OF_ORDER with the number of parts that it has; signed "
            + "by the device")
    @PostMapping("/{orderId}/end")
    @PreAuthorize(Allowed.ANYBODY)
    LogDesk.Known end(@PathVariable UUID orderId, HttpEntity<byte[]> request) {
        return metrics.counted(() -> {
            TerminalId terminal = requests.genuine(PATH + "/" + orderId + "/end", request).terminal();
            return desk.end(terminal, orderId, SignedRequests.read(request, json -> json.path("parts").asInt(-1)));
        });
    }

    record Noted(boolean noted) {}

    @Operation(summary = "What stands on the screen, as an order SCREENSHOT asks for, with `screen`, `at` and up to 60 `rows` of `kind`, `tone`, `text` and `value`: text and no "
            + "picture, so that it is scrubbed here too. 409 LOG_NOT_ORDERED, 422 LOG_SCREEN_UNREADABLE; signed by the device")
    @PostMapping("/{orderId}/screen")
    @PreAuthorize(Allowed.ANYBODY)
    Noted screen(@PathVariable UUID orderId, HttpEntity<byte[]> request) {
        return metrics.counted(() -> {
            TerminalId terminal = requests.genuine(PATH + "/" + orderId + "/screen", request).terminal();
            desk.screen(terminal, orderId, SignedRequests.read(request, TerminalScreen::of, LogRefusal.LOG_SCREEN_UNREADABLE::refused));
            return new Noted(true);
        });
    }

    private static byte[] sha256(byte[] data) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(data);
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException("every JDK has SHA-256", missing);
        }
    }
}
