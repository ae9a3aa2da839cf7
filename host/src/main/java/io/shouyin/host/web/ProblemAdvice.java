package io.shouyin.host.web;

import io.shouyin.kernel.Fault;
import jakarta.validation.ConstraintViolationException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.apache.tomcat.util.http.InvalidParameterException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.core.AuthenticationException;
import org.springframework.validation.BindingResult;
import org.springframework.validation.FieldError;
import org.springframework.web.bind.MethodArgumentNotValidException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.context.request.WebRequest;
import org.springframework.web.method.annotation.HandlerMethodValidationException;
import org.springframework.web.servlet.mvc.method.annotation.ResponseEntityExceptionHandler;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DatabindException;

/// Turns whatever a controller throws into a problem detail; what nobody foresaw becomes `INTERNAL` with the request's id,
/// and only the log knows more.
@RestControllerAdvice
class ProblemAdvice extends ResponseEntityExceptionHandler {

    private static final Logger LOG = LoggerFactory.getLogger(ProblemAdvice.class);

    private final Problems problems;

    ProblemAdvice(Problems problems) {
        this.problems = problems;
    }

    /// One wrong field: its path, the rule, the rule's text in the caller's language. Never the value.
    record FieldProblem(String field, String rule, String detail) {}

    @ExceptionHandler
    ResponseEntity<ProblemDetail> refused(RefusedRequest refused) {
        return ResponseEntity.status(refused.status()).headers(refused.headers())
                .body(problems.of(refused.status(), refused.refusal(), refused.more()));
    }

    @ExceptionHandler
    ResponseEntity<ProblemDetail> fault(Fault fault) {
        LOG.warn("{}: {}", fault.code(), fault.getMessage());
        return answer(problems.of(fault));
    }

    /// An address whose escapes are no UTF-8.
    @ExceptionHandler
    ResponseEntity<ProblemDetail> undecodable(InvalidParameterException undecodable) {
        return answer(invalid(List.of()));
    }

    /// Left to the security filters, which know whether to ask for a login.
    @ExceptionHandler({AccessDeniedException.class, AuthenticationException.class})
    void denied(RuntimeException denied) {
        throw denied;
    }

    @ExceptionHandler
    ResponseEntity<ProblemDetail> violated(ConstraintViolationException violated) {
        return answer(invalid(violated.getConstraintViolations().stream().map(violation -> new FieldProblem(
                violation.getPropertyPath().toString(),
                violation.getConstraintDescriptor().getAnnotation().annotationType().getSimpleName(), violation.getMessage())).toList()));
    }

    @ExceptionHandler
    ResponseEntity<ProblemDetail> unforeseen(Exception unforeseen) {
        LOG.error("{} while answering a request", Problems.INTERNAL, unforeseen);
        return answer(problems.internal());
    }

    @Override
    protected ResponseEntity<Object> handleMethodArgumentNotValid(MethodArgumentNotValidException wrong, HttpHeaders headers,
            HttpStatusCode status, WebRequest request) {
        return objects(invalid(fields(wrong.getBindingResult())), headers);
    }

    @Override
    protected ResponseEntity<Object> handleHandlerMethodValidationException(HandlerMethodValidationException wrong, HttpHeaders headers,
            HttpStatusCode status, WebRequest request) {
        var fields = new ArrayList<FieldProblem>();
        for (var result : wrong.getParameterValidationResults()) {
            for (var error : result.getResolvableErrors()) {
                fields.add(error instanceof FieldError field ? of(field)
                        : new FieldProblem(result.getMethodParameter().getParameterName(), lastCode(error.getCodes()), error.getDefaultMessage()));
            }
        }
        return objects(invalid(fields), headers);
    }

    @Override
    protected ResponseEntity<Object> handleHttpMessageNotReadable(HttpMessageNotReadableException unreadable, HttpHeaders headers,
            HttpStatusCode status, WebRequest request) {
        if (causes(unreadable).anyMatch(BodyLimit.BodyTooLong.class::isInstance)) {
            return objects(problems.of(HttpStatus.CONTENT_TOO_LARGE, WebRefusal.BODY_TOO_LONG, Map.of()), headers);
        }
        var refused = causes(unreadable).filter(RefusedRequest.class::isInstance).map(RefusedRequest.class::cast).findFirst();
        if (refused.isPresent()) {                                       // by name, where a value was made
            return objects(problems.of(refused.get().status(), refused.get().refusal(), refused.get().more()), headers);
        }
        var fields = unreadable.getCause() instanceof DatabindException wrong && !wrong.getPath().isEmpty()
                ? List.of(new FieldProblem(path(wrong.getPath()), "Type", Texts.of(WebRefusal.REQUEST_INVALID)))
                : List.<FieldProblem>of();
        return objects(invalid(fields), headers);
    }

    private static Stream<Throwable> causes(Throwable thrown) {
        return Stream.iterate(thrown, Objects::nonNull, Throwable::getCause);
    }

    /// All that Spring MVC itself refuses.
    @Override
    protected ResponseEntity<Object> handleExceptionInternal(Exception refused, Object body, HttpHeaders headers, HttpStatusCode status,
            WebRequest request) {
        var refusal = switch (status.value()) {
            case 404 -> WebRefusal.NOT_FOUND;
            case 405 -> WebRefusal.METHOD_NOT_ALLOWED;
            case 406 -> WebRefusal.NOT_ACCEPTABLE;
            case 415 -> WebRefusal.MEDIA_TYPE_UNSUPPORTED;
            default -> WebRefusal.REQUEST_INVALID;
        };
        if (status.is5xxServerError()) {
            LOG.error("{} while answering a request", Problems.INTERNAL, refused);
            return objects(problems.internal(), headers);
        }
        return objects(problems.of(HttpStatus.valueOf(status.value()), refusal, Map.of()), headers);
    }

    private ProblemDetail invalid(List<FieldProblem> fields) {
        return problems.of(HttpStatus.BAD_REQUEST, WebRefusal.REQUEST_INVALID, fields.isEmpty() ? Map.of() : Map.of("errors", fields));
    }

    private static List<FieldProblem> fields(BindingResult result) {
        return result.getAllErrors().stream().map(error -> error instanceof FieldError field ? of(field)
                : new FieldProblem(error.getObjectName(), lastCode(error.getCodes()), error.getDefaultMessage())).toList();
    }

    /// The message of a failed conversion cites the value, so it is replaced.
    private static FieldProblem of(FieldError field) {
        return field.isBindingFailure() ? new FieldProblem(field.getField(), "Type", Texts.of(WebRefusal.REQUEST_INVALID))
                : new FieldProblem(field.getField(), lastCode(field.getCodes()), field.getDefaultMessage());
    }

    private static String lastCode(String[] codes) {
        return codes == null || codes.length == 0 ? "Valid" : codes[codes.length - 1];
    }

    private static String path(List<JacksonException.Reference> references) {
        var path = new StringBuilder();
        for (var reference : references) {
            if (reference.getPropertyName() == null) {
                path.append('[').append(reference.getIndex()).append(']');
            } else {
                path.append(path.isEmpty() ? "" : ".").append(reference.getPropertyName());
            }
        }
        return path.toString();
    }

    private static ResponseEntity<ProblemDetail> answer(ProblemDetail problem) {
        return ResponseEntity.status(problem.getStatus()).body(problem);
    }

    private static ResponseEntity<Object> objects(ProblemDetail problem, HttpHeaders headers) {
        return ResponseEntity.status(problem.getStatus()).headers(headers).body(problem);
    }
}
