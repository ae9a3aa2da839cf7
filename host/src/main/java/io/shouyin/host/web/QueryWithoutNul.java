package io.shouyin.host.web;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/// Refuses a NUL in the query of an address, as [StorableText] does in a body; in a path Tomcat does.
@Component
@Order(RequestContext.BEFORE_SECURITY + 1)
final class QueryWithoutNul extends OncePerRequestFilter {

    private final Problems problems;

    QueryWithoutNul(Problems problems) {
        this.problems = problems;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain) throws ServletException, IOException {
        var query = request.getQueryString();
        if (query != null && query.contains("%00")) {
            problems.write(response, HttpStatus.BAD_REQUEST, WebRefusal.REQUEST_INVALID);
        } else {
            chain.doFilter(request, response);
        }
    }
}
