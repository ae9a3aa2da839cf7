package io.shouyin.host.web;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Locale;
import java.util.regex.Pattern;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/// Nothing that is said to this host is long: a body of more than [#BYTES_MAX] is refused by its length, before a byte of it is read, and one
/// that hides its length ends there. Files have a limit of their own where they are taken: those that staff bring, and the parts of a terminal's log.
@Component
@Order(RequestContext.BEFORE_SECURITY + 1)
final class BodyLimit extends OncePerRequestFilter {

    static final int BYTES_MAX = 256 * 1024;
    private static final Pattern LOG_PART = Pattern.compile("/device/v1/logs/[^/]+/parts/.*");

    private final Problems problems;

    BodyLimit(Problems problems) {
        this.problems = problems;
    }

    /// A body that turned out too long while it was read.
    static final class BodyTooLong extends IOException {
        BodyTooLong() {
            super("the body is longer than " + BYTES_MAX + " bytes");
        }
    }

    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
        return mayBeFile(request.getRequestURI()) && !isJson(request.getContentType());
    }

    private static boolean mayBeFile(String path) {
        return path.startsWith("/api/") || LOG_PART.matcher(path).matches();
    }

    private static boolean isJson(String type) {
        return type != null && type.toLowerCase(Locale.ROOT).contains("json");
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain) throws ServletException, IOException {
        if (request.getContentLengthLong() > BYTES_MAX) {
            problems.write(response, HttpStatus.CONTENT_TOO_LARGE, WebRefusal.BODY_TOO_LONG);
        } else {
            chain.doFilter(new Limited(request), response);
        }
    }

    private static final class Limited extends HttpServletRequestWrapper {

        Limited(HttpServletRequest request) {
            super(request);
        }

        @Override
        public ServletInputStream getInputStream() throws IOException {
            return new Counted(super.getInputStream());
        }
    }

    private static final class Counted extends ServletInputStream {

        private final ServletInputStream body;
        private int left = BYTES_MAX;

        Counted(ServletInputStream body) {
            this.body = body;
        }

        @Override
        public int read() throws IOException {
            return counted(body.read(), 1);
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            int read = body.read(bytes, offset, length);
            return counted(read, read);
        }

        private int counted(int result, int bytes) throws IOException {
            if (result >= 0 && (left -= bytes) < 0) {
                throw new BodyTooLong();
            }
            return result;
        }

        @Override
        public boolean isFinished() {
            return body.isFinished();
        }

        @Override
        public boolean isReady() {
            return body.isReady();
        }

        @Override
        public void setReadListener(ReadListener listener) {
            body.setReadListener(listener);
        }
    }
}
