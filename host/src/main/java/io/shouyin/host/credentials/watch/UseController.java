package io.shouyin.host.credentials.watch;

import io.shouyin.host.web.Allowed;
import io.shouyin.host.web.Page;
import io.shouyin.host.web.PageQuery;
import io.swagger.v3.oas.annotations.Operation;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Pattern;
import java.util.Objects;
import org.springdoc.core.annotations.ParameterObject;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/// Uses of passwords, codes and fingerprints for the console: how they went, never what they were.
@RestController
@RequestMapping("/api/v1/credential-uses")
class UseController {

    private static final String TERMINAL = "|[0-9A-Za-z]{8}";

    private final UseQueries queries;

    UseController(UseQueries queries) {
        this.queries = queries;
    }

    /// @param outcome `FAILED` is everything but right
    record Search(@Pattern(regexp = TERMINAL) String terminalId, @Pattern(regexp = "|RIGHT|WRONG|LOCKED|REFUSED|FAILED") String outcome) {}

    @Operation(summary = "Uses of passwords, codes and fingerprints, newest first")
    @GetMapping
    @PreAuthorize(Allowed.STAFF)
    Page<UseQueries.Item> list(@Valid @ParameterObject Search search, @Valid @ParameterObject PageQuery page) {
        return queries.list(Objects.requireNonNullElse(search.terminalId(), ""), Objects.requireNonNullElse(search.outcome(), ""), page);
    }

    /// @param days back from now; up to two are shown in hours
    record Range(@Min(1) @Max(90) Integer days, @Pattern(regexp = "|[0-9A-Za-z]{15}") String merchantId, @Pattern(regexp = TERMINAL) String terminalId) {}

    @Operation(summary = "Uses in numbers: over time, by hour of the week, by terminal and operator")
    @GetMapping("/summary")
    @PreAuthorize(Allowed.STAFF)
    UseQueries.Summary summary(@Valid @ParameterObject Range range) {
        return queries.summary(Objects.requireNonNullElse(range.days(), 1), Objects.requireNonNullElse(range.merchantId(), ""),
                Objects.requireNonNullElse(range.terminalId(), ""));
    }
}
