package io.shouyin.host.gateway;

import io.shouyin.host.web.Allowed;
import io.shouyin.host.web.RefusedRequest;
import io.shouyin.host.web.WebRefusal;
import io.shouyin.iso8583.DecodeRefusal;
import io.shouyin.iso8583.terminal.Frame;
import io.swagger.v3.oas.annotations.Operation;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.http.HttpStatus;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/// The terminal protocol for terminals that have HTTP alone: the same bytes as on the line, length and all, as the body of a request and of its answer.
///
/// It is judged as on the line. Off unless set: what is not enciphered in a frame is for whoever carries it, and TLS is the business of the proxy in front.
@RestController
class FramesOverHttp {

    static final String PATH = "/device/v1/frames";
    static final String CONTENT_TYPE = "x-ISO-TPDU/x-auth";
    private static final int LENGTH_BYTES = 2;

    private final Dispatcher dispatcher;
    private final GatewaySettings settings;
    private final GatewayMetrics metrics;

    FramesOverHttp(Dispatcher dispatcher, GatewaySettings settings, GatewayMetrics metrics) {
        this.dispatcher = dispatcher;
        this.settings = settings;
        this.metrics = metrics;
    }

    @Operation(summary = "A terminal's frame with its length, and the answer's: ISO 8583. 400 REQUEST_INVALID if nobody can tell whom to answer, "
            + "404 NOT_FOUND unless it is turned on, 504 without a body if the outcome is not known: the terminal reverses")
    @PreAuthorize(Allowed.ANYBODY)
    @PostMapping(path = PATH, consumes = CONTENT_TYPE)
    void exchange(HttpServletRequest request, HttpServletResponse response) throws IOException {
        if (!settings.httpEnabled()) {
            throw new RefusedRequest(HttpStatus.NOT_FOUND, WebRefusal.NOT_FOUND);
        }
        switch (dispatcher.dispatch(frame(request), _ -> { })) {
            case Dispatcher.Result.Answer answer -> {
                response.setContentType(CONTENT_TYPE);
                response.setContentLength(answer.frame().length);
                response.getOutputStream().write(answer.frame());
                response.flushBuffer();
                answer.afterSending().run();
            }
            case Dispatcher.Result.NotAnswerable _ -> throw new RefusedRequest(HttpStatus.BAD_REQUEST, WebRefusal.REQUEST_INVALID);
            case Dispatcher.Result.NoAnswer _ -> response.setStatus(HttpStatus.GATEWAY_TIMEOUT.value());
        }
    }

    /// What follows the length, which must be that of the body.
    private byte[] frame(HttpServletRequest request) throws IOException {
        byte[] body = request.getInputStream().readNBytes(LENGTH_BYTES + Frame.FRAME_LENGTH_BYTES_MAX + 1);
        if (body.length < LENGTH_BYTES) {
            throw refused(DecodeRefusal.FRAME_TOO_SHORT);
        }
        if (body.length > LENGTH_BYTES + Frame.FRAME_LENGTH_BYTES_MAX) {
            throw refused(DecodeRefusal.FRAME_TOO_LONG);
        }
        int length = (body[0] & 0xFF) << 8 | body[1] & 0xFF;
        if (length != body.length - LENGTH_BYTES) {
            throw refused(DecodeRefusal.LENGTH_MISMATCH);
        }
        byte[] frame = new byte[length];
        System.arraycopy(body, LENGTH_BYTES, frame, 0, length);
        return frame;
    }

    private RefusedRequest refused(DecodeRefusal rule) {
        metrics.refused(rule.name());
        return new RefusedRequest(HttpStatus.BAD_REQUEST, WebRefusal.REQUEST_INVALID);
    }
}
