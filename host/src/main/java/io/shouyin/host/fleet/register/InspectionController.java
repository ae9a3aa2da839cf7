package io.shouyin.host.fleet.register;

import io.shouyin.host.fleet.register.Inspections.Due;
import io.shouyin.host.fleet.register.Inspections.Inspection;
import io.shouyin.host.fleet.register.Inspections.LookedAt;
import io.shouyin.host.fleet.register.Inspections.Result;
import io.shouyin.host.web.Allowed;
import io.shouyin.host.web.Page;
import io.shouyin.host.web.PageQuery;
import io.shouyin.kernel.PlainName;
import io.swagger.v3.oas.annotations.Operation;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.util.List;
import org.springdoc.core.annotations.ParameterObject;
import org.springframework.http.HttpStatus;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/// Inspections of devices for the console.
@RestController
@RequestMapping("/api/v1/devices")
class InspectionController {

    private final Inspections inspections;

    InspectionController(Inspections inspections) {
        this.inspections = inspections;
    }

    /// @param lookedAt what was looked at
    /// @param note needed unless all was in order
    record InspectionWanted(@NotEmpty @Size(max = 20) List<@NotNull LookedAt> lookedAt, @NotNull Result result, @Size(max = 200) @Pattern(regexp = PlainName.TEXT) String note) {}

    @Operation(summary = "Writes down a look at a device for marks of tampering")
    @PostMapping("/{serialNumber}/inspections")
    @ResponseStatus(HttpStatus.CREATED)
    @PreAuthorize(Allowed.SERVICE_DESK)
    void inspect(@PathVariable @Pattern(regexp = StockController.SERIAL) String serialNumber, @Valid @RequestBody InspectionWanted wanted) {
        inspections.add(serialNumber, wanted.lookedAt(), wanted.result(), wanted.note() == null ? "" : wanted.note().strip());
    }

    @Operation(summary = "Looks at one device, the newest first")
    @GetMapping("/{serialNumber}/inspections")
    @PreAuthorize(Allowed.STAFF)
    Page<Inspection> of(@PathVariable @Pattern(regexp = StockController.SERIAL) String serialNumber, @Valid @ParameterObject PageQuery page) {
        return inspections.of(serialNumber, page);
    }

    @Operation(summary = "Devices at merchants by when the next inspection is due")
    @GetMapping("/inspections-due")
    @PreAuthorize(Allowed.STAFF)
    Page<Due> due(@RequestParam(defaultValue = "false") boolean overdue, @Valid @ParameterObject PageQuery page) {
        return inspections.due(overdue, page);
    }
}
