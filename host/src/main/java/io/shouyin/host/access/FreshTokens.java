package io.shouyin.host.access;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.springframework.security.web.csrf.CsrfToken;
import org.springframework.security.web.csrf.CsrfTokenRepository;
import org.springframework.stereotype.Component;

/// Gives out a new CSRF token where a login begins, rises or ends: one that was known before, or stays after, is worth nothing.
@Component
class FreshTokens {

    private final CsrfTokenRepository tokens;

    FreshTokens(CsrfTokenRepository tokens) {
        this.tokens = tokens;
    }

    CsrfToken issue(HttpServletRequest request, HttpServletResponse response) {
        var token = tokens.generateToken(request);
        tokens.saveToken(token, request, response);
        return token;
    }
}
