package io.shouyin.host.fleet.register;

import io.shouyin.host.fleet.register.TerminalModel.Capability;
import io.shouyin.host.fleet.register.TerminalModel.Kind;
import io.shouyin.host.fleet.register.TerminalModels.Particulars;
import io.shouyin.host.web.Allowed;
import io.shouyin.host.web.PlainlyNamed;
import io.swagger.v3.oas.annotations.Operation;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.time.LocalDate;
import java.util.List;
import org.springframework.http.HttpStatus;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/// The catalogue of terminal models for the console.
@RestController
@RequestMapping("/api/v1/terminal-models")
class ModelController {

    static final String MODEL = "[0-9A-Za-z .-]{1,32}";

    private final TerminalModels models;

    ModelController(TerminalModels models) {
        this.models = models;
    }

    /// @param approvalNumber of PCI PTS, such as `4-10254`; none without it
    /// @param approvalUntil its last day
    record ParticularsWanted(@NotNull @Size(max = 40) @PlainlyNamed String vendor, @NotNull Kind kind, @NotNull @Size(max = 20) List<@NotNull Capability> capabilities,
                             @Pattern(regexp = "[0-9]-[0-9]{5}") String approvalNumber, LocalDate approvalUntil) {

        Particulars particulars() {
            return new Particulars(vendor, kind, capabilities, approvalNumber, approvalUntil);
        }
    }

    record ModelWanted(@NotNull @Pattern(regexp = MODEL) String name, @NotNull @Valid ParticularsWanted particulars) {}

    @Operation(summary = "The catalogue of terminal models")
    @GetMapping
    @PreAuthorize(Allowed.STAFF)
    List<TerminalModel> list() {
        return models.all();
    }

    @Operation(summary = "Adds a model to the catalogue")
    @PostMapping
    @ResponseStatus(HttpStatus.CREATED)
    @PreAuthorize(Allowed.OPERATIONS)
    TerminalModel add(@Valid @RequestBody ModelWanted wanted) {
        return models.add(wanted.name(), wanted.particulars().particulars());
    }

    @Operation(summary = "Changes the particulars of a model")
    @PutMapping("/{name}")
    @PreAuthorize(Allowed.OPERATIONS)
    TerminalModel change(@PathVariable @Pattern(regexp = MODEL) String name, @Valid @RequestBody ParticularsWanted wanted) {
        return models.change(name, wanted.particulars());
    }
}
