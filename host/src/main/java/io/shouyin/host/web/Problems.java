package io.shouyin.host.web;

import io.shouyin.kernel.Fault;
import io.shouyin.kernel.Refusal;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.springframework.context.MessageSource;
import org.springframework.context.i18n.LocaleContextHolder;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/// Makes RFC 9457 problem details: `status`, `title`, a stable `code`, `detail` in the caller's language, `requestId`.
///
/// A problem names rules and fields, never values.
@Component
public final class Problems {

    static final String INTERNAL = "INTERNAL";

    private final MessageSource texts;
    private final JsonMapper json;

    Problems(MessageSource texts, JsonMapper json) {
        this.texts = texts;
        this.json = json;
    }

    public ProblemDetail of(HttpStatus status, Refusal refusal, Map<String, Object> more) {
        return make(status, refusal.name(), Texts.of(refusal), more);
    }

    /// A fault's own message is for the operator of this host (it may name a folder or a port) and stays in the log;
    /// the caller gets the text of its refusal, of its code in `i18n/faults`, or that of its recovery.
    ProblemDetail of(Fault fault) {
        var status = switch (fault.recovery()) {
            case RETRY_LATER -> HttpStatus.SERVICE_UNAVAILABLE;
            case FIX_THE_INPUT -> HttpStatus.UNPROCESSABLE_CONTENT;
            case FIX_THE_SETUP, STOP -> HttpStatus.INTERNAL_SERVER_ERROR;
        };
        var detail = fault.refusal().map(Texts::of)
                .orElseGet(() -> text(fault.code(), text("recovery." + fault.recovery(), null)));
        return make(status, fault.code(), detail, Map.of());
    }

    ProblemDetail internal() {
        return make(HttpStatus.INTERNAL_SERVER_ERROR, INTERNAL, text(INTERNAL, null), Map.of());
    }

    /// For filters, which answer before any controller.
    public void write(HttpServletResponse response, HttpStatus status, Refusal refusal) throws IOException {
        response.setStatus(status.value());
        response.setContentType(MediaType.APPLICATION_PROBLEM_JSON_VALUE);
        response.setCharacterEncoding(StandardCharsets.UTF_8);
        json.writeValue(response.getOutputStream(), of(status, refusal, Map.of()));
    }

    private String text(String key, String otherwise) {
        return texts.getMessage(key, null, otherwise, LocaleContextHolder.getLocale());
    }

    private static ProblemDetail make(HttpStatus status, String code, String detail, Map<String, Object> more) {
        var problem = ProblemDetail.forStatusAndDetail(status, detail);
        problem.setProperty("code", code);
        RequestContext.requestId().ifPresent(id -> problem.setProperty("requestId", id));
        more.forEach(problem::setProperty);
        return problem;
    }
}
