package io.shouyin.host.fleet.updates;

import io.shouyin.host.web.Allowed;
import io.shouyin.host.web.FreshLogin;
import io.shouyin.host.web.Page;
import io.shouyin.host.web.PageQuery;
import io.shouyin.release.ReleaseRefusal;
import io.shouyin.release.SignedRelease;
import io.swagger.v3.oas.annotations.Operation;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Pattern;
import java.io.IOException;
import java.security.Principal;
import java.util.List;
import org.springdoc.core.annotations.ParameterObject;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/// Releases for the console and for programs that build them. A file is the body of its request.
@RestController
@RequestMapping("/api/v1/releases")
class ReleaseController {

    private final Releases releases;

    ReleaseController(Releases releases) {
        this.releases = releases;
    }

    record Detail(Releases.Entry release, List<Releases.FileState> files) {}

    @Operation(summary = "Releases of terminals' software, newest first")
    @GetMapping
    @PreAuthorize(Allowed.STAFF)
    Page<Releases.Entry> list(@Valid @ParameterObject PageQuery page) {
        return releases.list(page);
    }

    @Operation(summary = "One release, with the files that it has and those that are missing")
    @GetMapping("/{releaseId}")
    @PreAuthorize(Allowed.STAFF)
    Detail detail(@PathVariable int releaseId) {
        return new Detail(releases.find(releaseId).orElseThrow(UpdateRefusal.UPDATE_RELEASE_UNKNOWN::refused), releases.files(releaseId));
    }

    @Operation(summary = "Takes a signed release (the body, a file NAME.release.json); refused unless two of three have signed it")
    @PostMapping(consumes = MediaType.APPLICATION_OCTET_STREAM_VALUE)
    @ResponseStatus(HttpStatus.CREATED)
    @PreAuthorize(Allowed.OPERATIONS)
    @FreshLogin
    Detail add(HttpServletRequest request, Principal somebody) throws IOException {
        byte[] signed = request.getInputStream().readNBytes(SignedRelease.BYTES_MAX + 1);
        if (signed.length > SignedRelease.BYTES_MAX) {
            throw Releases.refused(ReleaseRefusal.RELEASE_TOO_LARGE);
        }
        return detail(Math.toIntExact(releases.add(signed, somebody.getName())));
    }

    @Operation(summary = "Takes one file of a release (the body); with the last one the release is ready")
    @PutMapping(path = "/{releaseId}/files/{name}", consumes = MediaType.APPLICATION_OCTET_STREAM_VALUE)
    @PreAuthorize(Allowed.OPERATIONS)
    Detail putFile(@PathVariable int releaseId, @PathVariable @Pattern(regexp = SoftwareFile.NAME) String name, HttpServletRequest request) throws IOException {
        releases.putFile(releaseId, name, request.getInputStream(), request.getContentLengthLong());
        return detail(releaseId);
    }

    @Operation(summary = "Withdraws a release: no rollout takes it any more")
    @PostMapping("/{releaseId}/withdrawal")
    @PreAuthorize(Allowed.OPERATIONS)
    @FreshLogin
    Detail withdraw(@PathVariable int releaseId) {
        releases.withdraw(releaseId);
        return detail(releaseId);
    }
}
