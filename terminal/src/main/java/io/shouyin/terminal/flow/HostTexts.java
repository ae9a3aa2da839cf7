package io.shouyin.terminal.flow;

import io.shouyin.kernel.ResponseCode;
import io.shouyin.terminal.device.Text;

/// What the screen says of a response code; one that nobody knows is 交易失败.
final class HostTexts {

    private HostTexts() {}

    static Text of(String code) {
        for (ResponseCode known : ResponseCode.values()) {
            if (known.code().equals(code)) {
                return Text.of(known);
            }
        }
        return Text.of("host.failed");
    }
}
