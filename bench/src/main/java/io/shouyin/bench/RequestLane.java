package io.shouyin.bench;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.util.Locale;
import java.util.function.LongFunction;

/// One connection that carries the requests of many terminals, one after the other, as a proxy in front of the host would: requests that are ready to be sent, and as
/// much of HTTP/1.1 as the answers need.
final class RequestLane implements Load.Lane {

    private static final int TIMEOUT_MILLIS = 60_000;
    private static final int LINE_BYTES_MAX = 8_192;

    private final URI host;
    private final LongFunction<byte[]> requests;
    private long next;
    private Socket socket;
    private InputStream in;

    /// @param requests by their number, from 0
    RequestLane(URI host, LongFunction<byte[]> requests) {
        this.host = host;
        this.requests = requests;
    }

    @Override
    public void open() throws IOException {
        socket = new Socket();
        socket.connect(new InetSocketAddress(host.getHost(), host.getPort()), TIMEOUT_MILLIS);
        socket.setSoTimeout(TIMEOUT_MILLIS);
        socket.setTcpNoDelay(true);
        in = new BufferedInputStream(socket.getInputStream());
    }

    @Override
    public String request() throws IOException {
        byte[] request = requests.apply(next++);
        socket.getOutputStream().write(request);
        return answer();
    }

    /// Reads one answer to its end.
    ///
    /// @return `00` of a request that was taken, else the HTTP status
    private String answer() throws IOException {
        String status = line().split(" ")[1];
        long length = 0;
        boolean chunked = false;
        boolean last = false;
        for (String header = line(); !header.isEmpty(); header = line()) {
            String lower = header.toLowerCase(Locale.ROOT);
            if (lower.startsWith("content-length:")) {
                length = Long.parseLong(lower.substring(15).strip());
            }
            chunked |= lower.startsWith("transfer-encoding:") && lower.contains("chunked");
            last |= lower.startsWith("connection:") && lower.contains("close");
        }
        if (chunked) {
            for (int size = Integer.parseInt(line(), 16); size > 0; size = Integer.parseInt(line(), 16)) {
                in.skipNBytes(size);
                line();
            }
            line();
        } else {
            in.skipNBytes(length);
        }
        if (last) {
            close();
            open();
        }
        return status.equals("200") ? "00" : status;
    }

    private String line() throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0 || line.length() > LINE_BYTES_MAX) {
                throw new EOFException("an answer that has an end");
            }
            if (c != '\r') {
                line.append((char) c);
            }
        }
        return line.toString();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
