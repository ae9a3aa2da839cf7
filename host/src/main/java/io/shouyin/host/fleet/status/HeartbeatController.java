package io.shouyin.host.fleet.status;

import io.shouyin.host.web.Allowed;
import io.swagger.v3.oas.annotations.Operation;
import java.util.Map;
import java.util.Objects;
import org.springframework.http.HttpEntity;
import org.springframework.http.MediaType;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/// The device API for heartbeats. The device signs each; the beat's own number and time say that it is new.
@RestController
class HeartbeatController {

    static final String PATH = "/device/v1/heartbeats";

    private final Heartbeats heartbeats;

    HeartbeatController(Heartbeats heartbeats) {
        this.heartbeats = heartbeats;
    }

    @Operation(summary = "A terminal says how it is, and is told what there is to do; signed by the device")
    @PostMapping(path = PATH, consumes = MediaType.APPLICATION_JSON_VALUE)
    @PreAuthorize(Allowed.ANYBODY)
    Map<String, Object> beat(HttpEntity<byte[]> request) {
        return heartbeats.take(PATH, request.getHeaders(), Objects.requireNonNullElse(request.getBody(), new byte[0]));
    }
}
