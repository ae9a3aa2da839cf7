package io.shouyin.host.keys;

import io.shouyin.host.web.Allowed;
import io.shouyin.vault.KeyPurpose;
import io.swagger.v3.oas.annotations.Operation;
import java.time.Instant;
import java.util.List;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/// The institution's keys as a list: names, versions, check values, never a block.
@RestController
class KeyController {

    private final KeyRegister register;

    KeyController(KeyRegister register) {
        this.register = register;
    }

    /// @param own made by the host for itself: no ceremony changes it
    /// @param proposedBy of the ceremony that changed it last, likewise `approvedBy`; absent for a key without one
    record KeyItem(String name, int version, KeyPurpose purpose, KeyState state, String checkValue, boolean own, Instant createdAt,
                   Instant changedAt, String proposedBy, String approvedBy) {

        static KeyItem of(KeyRegister.Version key) {
            return new KeyItem(key.name(), key.version(), key.purpose(), key.state(), key.checkValue(), key.isOwn(), key.createdAt(),
                    key.changedAt().orElse(null), key.proposedBy().orElse(null), key.approvedBy().orElse(null));
        }
    }

    @Operation(summary = "All keys of the institution, in versions")
    @PreAuthorize(Allowed.KEYS)
    @GetMapping("/api/v1/keys")
    List<KeyItem> all() {
        return register.all().stream().map(KeyItem::of).toList();
    }
}
