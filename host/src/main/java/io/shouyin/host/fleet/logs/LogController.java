package io.shouyin.host.fleet.logs;

import io.shouyin.host.fleet.logs.LogStore.Found;
import io.shouyin.host.fleet.logs.LogStore.Search;
import io.shouyin.host.fleet.logs.LogStore.Shot;
import io.shouyin.host.fleet.logs.LogStore.Upload;
import io.shouyin.host.web.Allowed;
import io.shouyin.host.web.OrdinaryTime;
import io.shouyin.host.web.Page;
import io.shouyin.host.web.PageQuery;
import io.shouyin.kernel.TerminalId;
import io.swagger.v3.oas.annotations.Operation;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.springdoc.core.annotations.ParameterObject;
import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/// Logs and screens of terminals for the console. They are asked for with orders UPLOAD_LOGS and SCREENSHOT.
@RestController
@RequestMapping("/api/v1")
class LogController {

    private static final String TERMINAL_ID = "[0-9A-Za-z]{8}";
    /// A picture that is opened by itself runs nothing and loads nothing.
    private static final String PICTURE_POLICY = "default-src 'none'; style-src 'unsafe-inline'; sandbox";
    private static final MediaType SVG = MediaType.parseMediaType("image/svg+xml;charset=UTF-8");

    private final LogStore store;

    LogController(LogStore store) {
        this.store = store;
    }

    @Operation(summary = "Lines of the logs that terminals have uploaded, newest first: of one terminal or all, a time, a level, and with all words of `query`, of which the beginnings suffice; "
            + "in Chinese any characters. 422 LOG_SEARCH_WITHOUT_WORD")
    @GetMapping("/terminal-logs")
    @PreAuthorize(Allowed.ORDERS)
    Page<Found> find(@RequestParam(required = false) @Pattern(regexp = TERMINAL_ID) String terminalId, @RequestParam(required = false) @Pattern(regexp = "INFO|WARN|ERROR") String level,
                     @RequestParam(required = false) @OrdinaryTime Instant from, @RequestParam(required = false) @OrdinaryTime Instant to, @RequestParam(required = false) @Size(max = 100) String query,
                     @Valid @ParameterObject PageQuery page) {
        Optional<String> wanted = Optional.ofNullable(query).filter(given -> !given.isBlank());
        Optional<String> words = wanted.flatMap(LogWords::query);
        LogRefusal.LOG_SEARCH_WITHOUT_WORD.when(wanted.isPresent() && words.isEmpty());
        return store.find(new Search(Optional.ofNullable(terminalId).map(TerminalId::new), Optional.ofNullable(level), Optional.ofNullable(from), Optional.ofNullable(to), words), page);
    }

    @Operation(summary = "Uploads of a terminal's log, newest first, with how far they are and how many pieces of card data were taken out here")
    @GetMapping("/terminals/{terminalId}/log-uploads")
    @PreAuthorize(Allowed.ORDERS)
    Page<Upload> uploads(@PathVariable @Pattern(regexp = TERMINAL_ID) String terminalId, @Valid @ParameterObject PageQuery page) {
        return store.uploads(new TerminalId(terminalId), page);
    }

    @Operation(summary = "Screens of a terminal, newest first")
    @GetMapping("/terminals/{terminalId}/screens")
    @PreAuthorize(Allowed.ORDERS)
    Page<Shot> screens(@PathVariable @Pattern(regexp = TERMINAL_ID) String terminalId, @Valid @ParameterObject PageQuery page) {
        return store.screens(new TerminalId(terminalId), page);
    }

    @Operation(summary = "A screen as a picture, SVG. 404 LOG_SCREEN_UNKNOWN")
    @GetMapping("/terminal-screens/{orderId}")
    @PreAuthorize(Allowed.ORDERS)
    ResponseEntity<String> picture(@PathVariable UUID orderId) {
        TerminalScreen screen = store.screen(orderId).orElseThrow(LogRefusal.LOG_SCREEN_UNKNOWN::refused);
        return ResponseEntity.ok().contentType(SVG).cacheControl(CacheControl.noStore()).header("Content-Security-Policy", PICTURE_POLICY).header("X-Content-Type-Options", "nosniff")
                .body(ScreenPicture.svg(screen));
    }
}
