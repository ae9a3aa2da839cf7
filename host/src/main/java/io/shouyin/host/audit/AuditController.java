package io.shouyin.host.audit;

import io.shouyin.host.web.Allowed;
import io.shouyin.host.web.Page;
import io.shouyin.host.web.PageQuery;
import io.swagger.v3.oas.annotations.Operation;
import jakarta.validation.Valid;
import org.springdoc.core.annotations.ParameterObject;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

@RestController
class AuditController {

    private final AuditLog audit;

    AuditController(AuditLog audit) {
        this.audit = audit;
    }

    @Operation(summary = "The audit log, newest first")
    @PreAuthorize(Allowed.AUDIT)
    @GetMapping("/api/v1/audit")
    Page<AuditLog.Row> search(@RequestParam(required = false) String query, @Valid @ParameterObject PageQuery page) {
        return audit.search(query, page);
    }
}
