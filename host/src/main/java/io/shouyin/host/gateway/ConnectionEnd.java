package io.shouyin.host.gateway;

/// Every way in which a connection ends.
enum ConnectionEnd {
    PEER_CLOSED("the terminal closed the connection"),
    FRAME_REFUSED("a frame could not be answered"),
    HANDSHAKE_OVERDUE("no whole frame came soon enough after connecting"),
    FRAME_OVERDUE("a frame was sent too slowly"),
    IDLE("nothing was sent for too long"),
    ANSWER_NOT_TAKEN("the peer did not read its answer"),
    CROWDED_OUT("another needed the place, and no terminal had shown itself on it"),
    TLS_FAILED("the TLS handshake failed"),
    LINE_BROKE("the line broke"),
    NO_ANSWER("the outcome could not be made durable, so nothing was answered"),
    MALFUNCTION("the host could not judge a request"),
    STOPPING("the host stops");

    private final String sentence;

    ConnectionEnd(String sentence) {
        this.sentence = sentence;
    }

    String sentence() {
        return sentence;
    }
}
