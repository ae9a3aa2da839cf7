package io.shouyin.host.web;

import io.shouyin.kernel.Refusal;
import java.util.Map;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;

/// A named "no" to an HTTP request: becomes a problem detail with the refusal's name as `code` and its text in the
/// caller's language.
public final class RefusedRequest extends RuntimeException {

    private final transient Refusal refusal;
    private final HttpStatus status;
    private final transient Map<String, Object> more;
    private final transient HttpHeaders headers;

    public RefusedRequest(HttpStatus status, Refusal refusal) {
        this(status, refusal, Map.of(), new HttpHeaders());
    }

    /// @param more further members of the problem detail, no secrets in them
    public RefusedRequest(HttpStatus status, Refusal refusal, Map<String, Object> more, HttpHeaders headers) {
        super(refusal.en(), null, false, false);
        this.refusal = refusal;
        this.status = status;
        this.more = more;
        this.headers = headers;
    }

    public Refusal refusal() {
        return refusal;
    }

    public HttpStatus status() {
        return status;
    }

    Map<String, Object> more() {
        return more;
    }

    HttpHeaders headers() {
        return headers;
    }
}
