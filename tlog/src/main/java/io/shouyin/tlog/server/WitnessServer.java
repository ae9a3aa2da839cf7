package io.shouyin.tlog.server;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.shouyin.kernel.Fault;
import io.shouyin.kernel.Fault.Recovery;
import io.shouyin.tlog.AddCheckpoint;
import io.shouyin.tlog.Witness;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/// A witness on a port: `POST /add-checkpoint`, and nothing else.
public final class WitnessServer implements AutoCloseable {

    static {
        // Read once by the JDK's server: who sends slowly is let go.
        System.setProperty("sun.net.httpserver.maxReqTime", System.getProperty("sun.net.httpserver.maxReqTime", "10"));
        System.setProperty("sun.net.httpserver.maxRspTime", System.getProperty("sun.net.httpserver.maxRspTime", "10"));
    }

    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Witness witness;

    private WitnessServer(HttpServer server, Witness witness) {
        this.server = server;
        this.witness = witness;
    }

    /// @param port 0 is any free one
    /// @throws Fault `WITNESS_PORT_TAKEN`
    public static WitnessServer start(String address, int port, Witness witness) {
        try {
            WitnessServer started = new WitnessServer(HttpServer.create(new InetSocketAddress(address, port), 0), witness);
            started.server.createContext("/add-checkpoint", started::answer);
            started.server.setExecutor(started.threads);
            started.server.start();
            return started;
        } catch (IOException taken) {
            throw new Fault("WITNESS_PORT_TAKEN", Recovery.FIX_THE_SETUP, "nothing can listen at " + address + ":" + port, taken);
        }
    }

    public int port() {
        return server.getAddress().getPort();
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            Witness.Answer answer;
            byte[] body = exchange.getRequestBody().readNBytes(AddCheckpoint.LENGTH_CHARS_MAX + 1);
            if (!exchange.getRequestURI().getPath().equals("/add-checkpoint") || !exchange.getRequestMethod().equals("POST")) {
                answer = new Witness.Answer(404, "text/plain", "POST /add-checkpoint\n");
            } else if (body.length > AddCheckpoint.LENGTH_CHARS_MAX) {
                answer = new Witness.Answer(413, "text/plain", "too long\n");
            } else {
                answer = witness.addCheckpoint(new String(body, StandardCharsets.UTF_8));
            }
            byte[] said = answer.body().getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", answer.type());
            exchange.sendResponseHeaders(answer.status(), said.length);
            exchange.getResponseBody().write(said);
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.close();
    }
}
