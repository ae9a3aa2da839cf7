package io.shouyin.terminal.line;

import io.shouyin.iso8583.terminal.Frame;
import io.shouyin.terminal.device.TerminalRefusal;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.HexFormat;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;

/// One connection to the gateway over TCP. Over TLS it trusts one certificate, by its SHA-256, and no authority.
public final class GatewayLine implements Line {

    private final Socket socket;
    private final GatewayAddress address;

    private GatewayLine(Socket socket, GatewayAddress address) {
        this.socket = socket;
        this.address = address;
    }

    /// @throws LineException `NETWORK_DOWN` or `GATEWAY_UNTRUSTED`: nothing has been sent
    public static GatewayLine connect(GatewayAddress address) throws LineException {
        Socket plain = new Socket();
        try {
            plain.setTcpNoDelay(true);
            plain.connect(new InetSocketAddress(address.host(), address.port()), (int) address.connectTimeout().toMillis());
            if (address.certificateSha256().isEmpty()) {
                return new GatewayLine(plain, address);
            }
            plain.setSoTimeout((int) address.connectTimeout().toMillis());
            var tls = (SSLSocket) pinned(address.certificateSha256().get()).getSocketFactory()
                    .createSocket(plain, address.host(), address.port(), true);
            tls.setEnabledProtocols(new String[] {"TLSv1.3"});
            tls.startHandshake();
            return new GatewayLine(tls, address);
        } catch (SSLException e) {
            closeQuietly(plain);
            throw new LineException(isDistrust(e) ? TerminalRefusal.GATEWAY_UNTRUSTED : TerminalRefusal.NETWORK_DOWN, e);
        } catch (IOException e) {
            closeQuietly(plain);
            throw new LineException(TerminalRefusal.NETWORK_DOWN, e);
        }
    }

    private static boolean isDistrust(Throwable e) {
        return e instanceof CertificateException || e.getCause() != null && isDistrust(e.getCause());
    }

    @Override
    public void send(byte[] frame) throws LineException {
        try {
            socket.getOutputStream().write(frame);
            socket.getOutputStream().flush();
        } catch (IOException e) {
            throw new LineException(TerminalRefusal.LINE_CUT, e);
        }
    }

    @Override
    public byte[] receive() throws LineException {
        long deadlineNanos = System.nanoTime() + address.answerTimeout().toNanos();
        byte[] length = read(2, deadlineNanos);
        int bytes = (length[0] & 0xFF) << 8 | length[1] & 0xFF;
        if (bytes > Frame.FRAME_LENGTH_BYTES_MAX || bytes < Frame.BODY_OFFSET_BYTES) {
            throw new LineException(TerminalRefusal.ANSWER_UNREADABLE, null);
        }
        return read(bytes, deadlineNanos);
    }

    private byte[] read(int count, long deadlineNanos) throws LineException {
        byte[] bytes = new byte[count];
        try {
            InputStream in = socket.getInputStream();
            for (int at = 0; at < count; ) {
                long leftMillis = (deadlineNanos - System.nanoTime()) / 1_000_000;
                if (leftMillis <= 0) {
                    throw new LineException(TerminalRefusal.NO_ANSWER, null);
                }
                socket.setSoTimeout((int) Math.min(leftMillis, Integer.MAX_VALUE));
                int got = in.read(bytes, at, count - at);
                if (got < 0) {
                    throw new EOFException();
                }
                at += got;
            }
            return bytes;
        } catch (SocketTimeoutException e) {
            throw new LineException(TerminalRefusal.NO_ANSWER, e);
        } catch (IOException e) {
            throw new LineException(TerminalRefusal.LINE_CUT, e);
        }
    }

    @Override
    public void close() {
        closeQuietly(socket);
    }

    /// A connection that is given up has nothing more to say.
    private static void closeQuietly(Socket socket) {
        try {
            socket.close();
        } catch (IOException alreadyGone) {
            socket.isClosed();
        }
    }

    private static SSLContext pinned(String sha256) throws IOException {
        try {
            var context = SSLContext.getInstance("TLSv1.3");
            context.init(null, new TrustManager[] {new Pin(HexFormat.of().parseHex(sha256))}, null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IOException(e);
        }
    }

    /// Trusts the one certificate whose SHA-256 was handed over at activation.
    private static final class Pin extends X509ExtendedTrustManager {
        private final byte[] sha256;

        Pin(byte[] sha256) {
            this.sha256 = sha256;
        }

        private void check(X509Certificate[] chain) throws CertificateException {
            try {
                byte[] found = MessageDigest.getInstance("SHA-256").digest(chain[0].getEncoded());
                if (!MessageDigest.isEqual(found, sha256)) {
                    throw new CertificateException("the gateway's certificate is not the pinned one");
                }
            } catch (GeneralSecurityException e) {
                throw e instanceof CertificateException c ? c : new CertificateException(e);
            }
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) throws CertificateException {
            check(chain);
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) throws CertificateException {
            check(chain);
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) throws CertificateException {
            check(chain);
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) throws CertificateException {
            throw new CertificateException("a terminal accepts no connections");
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) throws CertificateException {
            throw new CertificateException("a terminal accepts no connections");
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) throws CertificateException {
            throw new CertificateException("a terminal accepts no connections");
        }

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
