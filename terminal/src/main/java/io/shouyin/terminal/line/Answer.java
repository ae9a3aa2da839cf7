package io.shouyin.terminal.line;

import io.shouyin.iso8583.Message;
import io.shouyin.kernel.ResponseCode;
import io.shouyin.terminal.device.TerminalRefusal;

/// What came of a request.
public sealed interface Answer {

    /// An answer that belongs to the request and, if it is signed, is signed rightly.
    ///
    /// @param code the two characters of field 39 as they came; empty in the answer of a settlement, which says in field 48 what it has to say
    /// @param isAuthentic it carried a right MAC
    record Answered(Message message, String code, boolean isAuthentic) implements Answer {

        public boolean isApproved() {
            return code.equals(ResponseCode.APPROVED.code()) || code.equals(ResponseCode.PARTLY_APPROVED.code());
        }

        /// 77, A0 and 99: the keys or the batch are no longer the host's.
        public boolean wantsSignIn() {
            return code.equals(ResponseCode.SIGN_IN_REQUIRED.code()) || code.equals(ResponseCode.MAC_WRONG.code())
                    || code.equals(ResponseCode.PIN_FORMAT_WRONG.code());
        }
    }

    /// Nothing has left the terminal.
    record NotSent(TerminalRefusal why) implements Answer {}

    /// The request may have arrived; no answer came.
    record Silence(TerminalRefusal why) implements Answer {}

    /// Something came that is not a trustworthy answer.
    ///
    /// @param reversalReason A0 for a wrong MAC, 06 for anything else
    record Untrusted(TerminalRefusal why, String reversalReason) implements Answer {}
}
