package io.shouyin.host.fleet.updates;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.Optional;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ValveBase;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// The address of who is really at the other end of a connection, whomever a proxy there says that it speaks for: what a proxy tells of certificates
/// is believed by that alone.
@Configuration(proxyBeanMethods = false)
class PeerAddress {

    private static final String ATTRIBUTE = PeerAddress.class.getName();

    static Optional<String> of(HttpServletRequest request) {
        return Optional.ofNullable((String) request.getAttribute(ATTRIBUTE));
    }

    @Bean
    WebServerFactoryCustomizer<TomcatServletWebServerFactory> peerAddresses() {
        return server -> server.addEngineValves(new Noting());
    }

    private static final class Noting extends ValveBase {

        Noting() {
            super(true);
        }

        @Override
        public void invoke(Request request, Response response) throws IOException, ServletException {
            request.setAttribute(ATTRIBUTE, request.getPeerAddr());
            getNext().invoke(request, response);
        }
    }
}
