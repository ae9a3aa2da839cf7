package io.shouyin.host.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import io.shouyin.host.HostTest;
import io.shouyin.host.access.TestStaff;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.web.server.servlet.context.ServletWebServerApplicationContext;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;

/// A password of ten million characters is refused by its length.
@HostTest
class BodyLimitTest {

    private static final int TEN_MEGABYTES = 10 * 1024 * 1024;

    @Autowired
    private ServletWebServerApplicationContext host;
    @Autowired
    private BodyLimit limit;
    @Autowired
    private TestStaff staff;

    /// Nothing of the body is sent: the answer cannot have read it.
    @ParameterizedTest
    @ValueSource(strings = {"/api/v1/session", "/api/v1/session/password", "/api/v1/session/password-advice", "/device/v1/activation"})
    void body_thatSaysItIsTooLong_isRefusedUnread(String path) throws IOException {
        try (var socket = new Socket("127.0.0.1", host.getWebServer().getPort())) {
            socket.getOutputStream().write(("POST " + path + " HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: "
                    + TEN_MEGABYTES + "\r\nConnection: close\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
            var head = new byte[12];
            assertThat(socket.getInputStream().readNBytes(head, 0, head.length)).isEqualTo(head.length);
            assertThat(new String(head, StandardCharsets.US_ASCII)).isEqualTo("HTTP/1.1 413");
        }
    }

    /// Whatever it says that it is: a device proves who it is by what is in the body.
    @ParameterizedTest
    @ValueSource(strings = {"/device/v1/orders/refused", "/device/v1/orders/2f1c3c9e-7c1b-4b8a-9a53-0d5a35d3f0aa/state", "/device/v1/logs/2f1c3c9e-7c1b-4b8a-9a53-0d5a35d3f0aa/end",
            "/device/v1/update-token", "/device/v1/parameters", "/device/v1/signatures", "/wallet/v1/notices"})
    void body_ofAnyType_isRefusedUnread_orEndsAtTheLimit(String path) throws IOException {
        for (String length : List.of("Content-Length: " + TEN_MEGABYTES, "Transfer-Encoding: chunked")) {
            try (var socket = new Socket("127.0.0.1", host.getWebServer().getPort())) {
                OutputStream line = socket.getOutputStream();
                line.write(("POST " + path + " HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/octet-stream\r\n" + length + "\r\nConnection: close\r\n\r\n")
                        .getBytes(StandardCharsets.US_ASCII));
                if (length.endsWith("chunked")) {
                    line.write("40001\r\n".getBytes(StandardCharsets.US_ASCII));        // one byte more than there may be, and no end
                    line.write(new byte[BodyLimit.BYTES_MAX + 1]);
                    line.flush();
                }
                assertThat(new String(socket.getInputStream().readNBytes(12), StandardCharsets.US_ASCII)).as(path + " " + length).isEqualTo("HTTP/1.1 413");
            }
        }
    }

    @Test
    void body_thatHidesItsLength_endsAtTheLimit() throws Exception {
        var request = new MockHttpServletRequest("POST", "/api/v1/session") {
            @Override
            public long getContentLengthLong() {
                return -1;
            }
        };
        request.setContentType("application/json");
        request.setContent(new byte[BodyLimit.BYTES_MAX + 1]);
        limit.doFilter(request, new MockHttpServletResponse(), (limited, _) -> {
            var body = limited.getInputStream();
            assertThat(body.readNBytes(BodyLimit.BYTES_MAX)).hasSize(BodyLimit.BYTES_MAX);
            assertThatIOException().isThrownBy(body::read).isInstanceOf(BodyLimit.BodyTooLong.class);
        });
    }

    @Test
    void password_tooLongForItsField_isRefusedByName() {
        var characters = new char[2000];
        Arrays.fill(characters, 'k');
        staff.browser().login("admin", new String(characters)).problem(400, "REQUEST_INVALID");
    }
}
