package io.shouyin.network;

import io.shouyin.kernel.Check;
import io.shouyin.kernel.Pan;
import java.util.Optional;

/// A request that has passed MAC and format, in the issuer's terms.
sealed interface IssuerRequest {

    /// Money to be moved: message types 0200, 0220 and 0100.
    ///
    /// @param contentTag keyed hash of what makes two requests the same, hex
    /// @param original   field 90, of what follows another
    /// @param expiry     field 14 if it came
    /// @param track2     field 35 if it came, with `=`
    /// @param pinBlock   field 52 if it came: 8 bytes under the ZPK
    /// @param chip       field 55 if it came
    /// @param rrn        field 37, empty if it did not come
    /// @param partly     less than the amount is welcome, if that is all there is
    record Authorization(Movement movement, TransactionKey key, String contentTag, Optional<OriginalReference> original, Pan pan, long amountFen,
                         Optional<String> expiry, Optional<String> track2, Optional<byte[]> pinBlock, Optional<ChipRequest> chip,
                         String rrn, boolean partly) implements IssuerRequest {

        public Authorization {
            Check.argument(movement.isFollowUp() == original.isPresent(), "what follows another names it, and nothing else does");
        }

        @Override
        public String toString() {
            return movement + "[" + key + "]";
        }
    }

    /// A reversal advice: message type 0420.
    ///
    /// @param pan    field 2 if it came
    /// @param reason field 39, empty if it did not come
    record Reversal(TransactionKey original, Optional<Pan> pan, long amountFen, String reason) implements IssuerRequest {}

    /// What a terminal says that a chip has made of the scripts in an answer: message type 0620.
    ///
    /// @param counter of the chip
    /// @param results hex of tag DF31
    record ScriptNotice(TransactionKey original, int counter, String results) implements IssuerRequest {}
}
