package io.shouyin.host.keys;

import io.shouyin.host.web.Allowed;
import io.swagger.v3.oas.annotations.Operation;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/v1/keys/master-key")
class MasterKeyController {

    private final MasterKeyChange change;

    MasterKeyController(MasterKeyChange change) {
        this.change = change;
    }

    /// Said again by whoever gives the command, so that nobody changes or retires a key that he does not mean.
    record Named(@NotNull @Pattern(regexp = "[0-9A-F]{6}") String checkValue) {}

    @Operation(summary = "The local master key: which are open, and how far a change is")
    @PreAuthorize(Allowed.KEYS)
    @GetMapping
    MasterKeyChange.Status status() {
        return change.status();
    }

    @Operation(summary = "Begins to put every key under the next master key, which vault change-lmk made")
    @PreAuthorize(Allowed.ADMINISTRATOR)
    @PostMapping("/change")
    MasterKeyChange.Status begin(@Valid @RequestBody Named next) {
        return change.begin(next.checkValue());
    }

    @Operation(summary = "Retires the old master key, under which no key is left")
    @PreAuthorize(Allowed.ADMINISTRATOR)
    @PostMapping("/retirement")
    MasterKeyChange.Status retire(@Valid @RequestBody Named old) {
        return change.retire(old.checkValue());
    }
}
