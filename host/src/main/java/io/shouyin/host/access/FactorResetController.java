package io.shouyin.host.access;

import io.shouyin.host.web.Allowed;
import io.shouyin.host.web.FreshLogin;
import io.swagger.v3.oas.annotations.Operation;
import org.springframework.http.HttpStatus;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/// The second factors of others, for administrators: whoever has lost them all gets in by the password and enrols anew. Of whoever takes
/// part in what needs two people, two take them: `PROPOSAL_SECOND_PERSON_NEEDED`.
@RestController
@RequestMapping("/api/v1/accounts/{username}/factors")
class FactorResetController {

    private final OwnFactors ownFactors;

    FactorResetController(OwnFactors ownFactors) {
        this.ownFactors = ownFactors;
    }

    @Operation(summary = "Take all second factors and recovery codes of somebody else of finance or the auditors; the account's sessions end")
    @PreAuthorize(Allowed.ADMINISTRATOR)
    @FreshLogin
    @DeleteMapping
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void reset(@PathVariable String username, @AuthenticationPrincipal StaffSession.Staff staff) {
        ownFactors.reset(username, staff.getName());
    }
}
