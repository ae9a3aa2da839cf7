package io.shouyin.host.web;

import io.swagger.v3.oas.annotations.Operation;
import org.springframework.http.MediaType;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

@RestController
class EventsController {

    private final LiveEvents events;

    EventsController(LiveEvents events) {
        this.events = events;
    }

    @Operation(summary = "Live events: `transaction` and `terminal`, each with the item of the list; a comment every 15 s")
    @PreAuthorize(Allowed.STAFF)
    @GetMapping(path = "/api/v1/events", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
    SseEmitter events() {
        return events.subscribe();
    }
}
