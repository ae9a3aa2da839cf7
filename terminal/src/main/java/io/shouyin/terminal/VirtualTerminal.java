package io.shouyin.terminal;

import io.javalin.Javalin;
import io.javalin.http.ForbiddenResponse;
import io.javalin.http.Context;
import io.javalin.util.JavalinBindException;
import io.shouyin.kernel.Check;
import io.shouyin.kernel.Fault;
import io.shouyin.kernel.Fault.Recovery;
import io.shouyin.terminal.web.Assets;
import io.shouyin.terminal.web.Seats;
import java.net.URI;
import java.util.Map;
import java.util.Set;

/// The virtual terminal: a [Terminal] behind a web page, on loopback.
///
/// The page is drawn from the same events as the headless terminal. One browser holds the terminal in its hands, others look on
/// and can take it over. It answers only to a loopback name as host and to its own page as origin, so that no other page
/// in the browser can press keys.
public final class VirtualTerminal implements AutoCloseable {

    private static final String LOOPBACK = "127.0.0.1";
    private static final Map<String, String> SECURITY_HEADERS = Map.of(
            "Content-Security-Policy", "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
                    + "font-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
            "X-Content-Type-Options", "nosniff",
            "Referrer-Policy", "no-referrer",
            "Cross-Origin-Opener-Policy", "same-origin",
            "Cross-Origin-Resource-Policy", "same-origin",
            "Permissions-Policy", "camera=(), microphone=(), geolocation=()",
            "Cache-Control", "no-cache");

    private final Terminal terminal;
    private final Seats seats;
    private final Javalin web;

    private VirtualTerminal(Terminal terminal, Seats seats, Javalin web) {
        this.terminal = terminal;
        this.seats = seats;
        this.web = web;
    }

    /// Starts terminal and page.
    ///
    /// @throws Fault `TERMINAL_PORT_TAKEN`, and whatever [Terminal#start] throws
    public static VirtualTerminal start(TerminalSettings settings) {
        Terminal terminal = Terminal.start(settings);
        boolean started = false;
        try {
            VirtualTerminal page = serve(terminal, settings.webPort());
            started = true;
            return page;
        } finally {
            if (!started) {
                terminal.close();
            }
        }
    }

    /// Puts a page in front of a terminal that runs already; closing the page closes the terminal.
    ///
    /// @param port 0 takes any free one
    public static VirtualTerminal serve(Terminal terminal, int port) {
        Check.argument(port >= 0 && port <= 65_535, "a port is 0 to 65535");
        terminal.device().withFingerprintReader();
        terminal.device().withRoll();
        var seats = new Seats(terminal);
        Javalin web = Javalin.create(config -> {
            config.startup.showJavalinBanner = false;
            config.concurrency.useVirtualThreads = true;
            config.http.generateEtags = true;
            config.routes.before(VirtualTerminal::guard);
            for (String path : Assets.paths()) {
                config.routes.get(path, context -> context.contentType(Assets.contentType(path)).result(Assets.bytes(path)));
            }
            config.routes.wsBeforeUpgrade(VirtualTerminal::guardOrigin);
            config.routes.ws("/terminal", seats::configure);
        });
        try {
            web.start(LOOPBACK, port);
        } catch (JavalinBindException e) {
            throw new Fault("TERMINAL_PORT_TAKEN", Recovery.FIX_THE_SETUP, "Port " + port + " is taken by another process", e);
        }
        return new VirtualTerminal(terminal, seats, web);
    }

    /// A name that points here from outside is not ours.
    private static void guard(Context context) {
        SECURITY_HEADERS.forEach(context::header);
        if (!isLoopbackName(context.header("Host"))) {
            throw new ForbiddenResponse("this page is for the machine it runs on");
        }
    }

    private static void guardOrigin(Context context) {
        String host = context.header("Host");
        if (!isLoopbackName(host) || !("http://" + host).equals(context.header("Origin"))) {
            throw new ForbiddenResponse("this terminal answers its own page only");
        }
    }

    private static boolean isLoopbackName(String hostAndPort) {
        if (hostAndPort == null) {
            return false;
        }
        String name = hostAndPort.replaceFirst(":[0-9]{1,5}$", "");
        return Set.of(LOOPBACK, "localhost", "[::1]").contains(name);
    }

    public Terminal terminal() {
        return terminal;
    }

    public int port() {
        return web.port();
    }

    /// Where to point the browser: by a name, since browsers know no fingerprints for an address of numbers.
    public URI url() {
        return URI.create("http://localhost:" + port() + "/");
    }

    @Override
    public void close() {
        seats.close();
        web.stop();
        terminal.close();
    }
}
