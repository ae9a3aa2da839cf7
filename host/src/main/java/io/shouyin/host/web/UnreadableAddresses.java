package io.shouyin.host.web;

import jakarta.servlet.ServletException;
import java.io.IOException;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ValveBase;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.i18n.LocaleContextHolder;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.LocaleResolver;

/// What the server refuses before any filter sees it, such as a NUL in a path, is a problem detail too, and not the server's own page.
@Component
final class UnreadableAddresses implements WebServerFactoryCustomizer<TomcatServletWebServerFactory> {

    private final Problems problems;
    private final LocaleResolver languages;

    UnreadableAddresses(Problems problems, LocaleResolver languages) {
        this.problems = problems;
        this.languages = languages;
    }

    @Override
    public void customize(TomcatServletWebServerFactory server) {
        server.addEngineValves(new Refusing());
    }

    private final class Refusing extends ValveBase {

        Refusing() {
            super(true);
        }

        @Override
        public void invoke(Request request, Response response) throws IOException, ServletException {
            if (!response.isError()) {
                getNext().invoke(request, response);
                return;
            }
            response.setSuspended(false);
            LocaleContextHolder.setLocale(languages.resolveLocale(request));
            try {
                problems.write(response, HttpStatus.BAD_REQUEST, WebRefusal.REQUEST_INVALID);
            } finally {
                LocaleContextHolder.resetLocaleContext();
            }
        }
    }
}
