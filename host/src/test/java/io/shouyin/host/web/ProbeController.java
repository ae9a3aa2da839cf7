package io.shouyin.host.web;

import io.shouyin.kernel.Fault;
import io.shouyin.kernel.Fault.Recovery;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/// Breaks in every way that a controller can.
@RestController
class ProbeController {

    @PreAuthorize(Allowed.STAFF)
    @GetMapping("/api/v1/probe/{how}")
    String probe(@PathVariable String how) {
        switch (how) {
            case "later" -> throw new Fault("NETWORK_DOWN", Recovery.RETRY_LATER, "inner words 1");
            case "setup" -> throw new Fault("DATABASE_DISK_FULL", Recovery.FIX_THE_SETUP, "inner words 2");
            case "input" -> throw new Fault("FILE_BROKEN", Recovery.FIX_THE_INPUT, "inner words 3");
            case "bug" -> throw new IllegalStateException("inner words 4");
            default -> {
                return "whole";
            }
        }
    }
}
