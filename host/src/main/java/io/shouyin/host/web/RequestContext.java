package io.shouyin.host.web;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.MDC;
import org.springframework.context.i18n.LocaleContextHolder;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.web.context.request.RequestContextHolder;
import org.springframework.web.context.request.ServletRequestAttributes;
import org.springframework.web.filter.OncePerRequestFilter;
import org.springframework.web.servlet.LocaleResolver;

/// Gives each HTTP request an id (answered as `X-Request-Id`, in each log line, in problems and audit entries) and its
/// language, before the security filters can refuse it.
@Component
@Order(RequestContext.BEFORE_SECURITY)
public final class RequestContext extends OncePerRequestFilter {

    /// After Boot's own request context filter (-105), which would set the language back, and before security (-100).
    static final int BEFORE_SECURITY = -102;

    private static final String ID = RequestContext.class.getName();

    private final LocaleResolver languages;

    RequestContext(LocaleResolver languages) {
        this.languages = languages;
    }

    /// The id of the request in hand; empty outside of one.
    public static Optional<String> requestId() {
        return request().map(request -> (String) request.getAttribute(ID));
    }

    /// Where the request in hand came from; empty outside of one.
    public static Optional<String> remoteAddress() {
        return request().map(HttpServletRequest::getRemoteAddr);
    }

    private static Optional<HttpServletRequest> request() {
        return RequestContextHolder.getRequestAttributes() instanceof ServletRequestAttributes attributes
                ? Optional.of(attributes.getRequest()) : Optional.empty();
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        var id = UUID.randomUUID().toString();
        request.setAttribute(ID, id);
        response.setHeader("X-Request-Id", id);
        var attributes = new ServletRequestAttributes(request, response);
        RequestContextHolder.setRequestAttributes(attributes);
        LocaleContextHolder.setLocale(languages.resolveLocale(request));
        MDC.put("requestId", id);
        try {
            chain.doFilter(request, response);
        } finally {
            MDC.remove("requestId");
            LocaleContextHolder.resetLocaleContext();
            RequestContextHolder.resetRequestAttributes();
            attributes.requestCompleted();
        }
    }
}
