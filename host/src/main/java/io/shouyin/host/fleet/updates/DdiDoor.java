package io.shouyin.host.fleet.updates;

import io.shouyin.host.fleet.FleetRefusal;
import io.shouyin.host.fleet.Presence;
import io.shouyin.host.fleet.TerminalState;
import io.shouyin.host.web.RefusedRequest;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;

/// Who asks for updates, and whether it is who it says. Three ways: the terminal's own token, one token for all (off unless set), or a certificate that
/// a reverse proxy has checked (off unless set).
///
/// A device is a terminal of the register: there is none that comes by itself, so nobody unknown is ever taken in. Who has no right credential learns
/// nothing, not even whether there is such a terminal.
@Component
class DdiDoor {

    private static final String TENANT = "DEFAULT";
    private static final byte[] NO_TOKEN = new byte[32];

    private final UpdateTargets targets;
    private final Presence presence;
    private final UpdateSettings settings;
    private final UpdateMetrics metrics;

    DdiDoor(UpdateTargets targets, Presence presence, UpdateSettings settings, UpdateMetrics metrics) {
        this.targets = targets;
        this.presence = presence;
        this.settings = settings;
        this.metrics = metrics;
    }

    /// The terminal, as it is now.
    ///
    /// @throws RefusedRequest `UPDATE_TENANT_UNKNOWN`, `UPDATE_LOGIN_REFUSED`, `TERMINAL_UNKNOWN`, `TERMINAL_RETIRED`
    UpdateTarget admit(String tenant, String controller, HttpServletRequest request) {
        if (!TENANT.equals(tenant.toUpperCase(Locale.ROOT))) {
            throw metrics.counted(UpdateRefusal.UPDATE_TENANT_UNKNOWN.refused());
        }
        Optional<UpdateTarget> target = targets.find(controller);
        boolean forAny = isGateway(request) || isCertified(controller, request);
        if (!forAny && !hasToken(target, request)) {
            throw metrics.counted(UpdateRefusal.UPDATE_LOGIN_REFUSED.refused(HttpHeaders.WWW_AUTHENTICATE, "TargetToken"));
        }
        UpdateTarget known = target.orElseThrow(() -> metrics.counted(new RefusedRequest(HttpStatus.NOT_FOUND, FleetRefusal.TERMINAL_UNKNOWN)));
        if (known.state() == TerminalState.RETIRED) {
            throw metrics.counted(new RefusedRequest(HttpStatus.FORBIDDEN, FleetRefusal.TERMINAL_RETIRED));
        }
        presence.heard(known.terminal());
        return known;
    }

    private boolean hasToken(Optional<UpdateTarget> target, HttpServletRequest request) {
        byte[] kept = target.flatMap(UpdateTarget::tokenHash).orElse(NO_TOKEN);
        return settings.targetTokens() && credential(request, "TargetToken").filter(token -> UpdateTokens.isHashOf(kept, token)).isPresent();
    }

    private boolean isGateway(HttpServletRequest request) {
        return !settings.gatewayTokenSha256().isEmpty() && credential(request, "GatewayToken")
                .filter(token -> UpdateTokens.isHashOf(HexFormat.of().parseHex(settings.gatewayTokenSha256()), token)).isPresent();
    }

    private static Optional<String> credential(HttpServletRequest request, String scheme) {
        return Optional.ofNullable(request.getHeader(HttpHeaders.AUTHORIZATION)).filter(header -> header.regionMatches(true, 0, scheme + " ", 0, scheme.length() + 1))
                .map(header -> header.substring(scheme.length() + 1).strip());
    }

    private boolean isCertified(String controller, HttpServletRequest request) {
        return !settings.authorities().isEmpty() && PeerAddress.of(request).filter(settings.authorityProxies()::contains).isPresent()
                && controller.equals(request.getHeader("X-Controller-Id"))
                && authorities(request).anyMatch(told -> settings.authorities().stream().anyMatch(told::equalsIgnoreCase));
    }

    /// `X-Authority`, or `X-Authority-0` and so on, with several in one after a comma or semicolon.
    private static Stream<String> authorities(HttpServletRequest request) {
        return Collections.list(request.getHeaderNames()).stream().filter(name -> name.toLowerCase(Locale.ROOT).matches("x-authority(-[0-9]{1,2})?"))
                .flatMap(name -> Collections.list(request.getHeaders(name)).stream()).flatMap(values -> Arrays.stream(values.split("[;,]"))).map(String::strip);
    }
}
