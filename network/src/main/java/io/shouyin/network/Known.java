package io.shouyin.network;

import io.shouyin.kernel.ResponseCode;
import java.time.Instant;
import java.util.Optional;

/// What the issuer knows of a transaction key.
sealed interface Known {

    /// The journal's offset behind the last entry about it.
    long offset();

    /// Something that must not be posted, because its reversal came first.
    record Tombstone(long offset) implements Known {}

    /// A request that was answered, and what has become of it since. Changes under the issuer's lock only.
    final class Answered implements Known {

        private static final long COMPLETION_PERCENT_MAX = 115;

        final Movement movement;
        final TransactionKey key;
        final String contentTag;
        final String code;
        final String authCode;
        final Account account;
        final long amountFen;
        final long askedFen;
        final Instant at;
        final Answered original;
        final boolean signedByChip;
        private long offset;
        private boolean reversed;
        private Movement endedBy;
        private long refundedFen;
        private long toppedUpFen;
        private boolean scriptsTold;

        /// @param movement null of what was declined: nothing follows it
        /// @param account null if the card is unknown
        /// @param askedFen more than `amountFen` if a part was approved
        /// @param original what it follows, or null
        Answered(Movement movement, TransactionKey key, String contentTag, String code, String authCode, Account account, long amountFen, long askedFen,
                 Instant at, Answered original, boolean signedByChip, long offset) {
            this.movement = movement;
            this.key = key;
            this.contentTag = contentTag;
            this.code = code;
            this.authCode = authCode;
            this.account = account;
            this.amountFen = amountFen;
            this.askedFen = askedFen;
            this.at = at;
            this.original = original;
            this.signedByChip = signedByChip;
            this.offset = offset;
        }

        @Override
        public long offset() {
            return offset;
        }

        boolean isApproved() {
            return movement != null;
        }

        /// Whether a part was approved of what was asked for.
        boolean isPartly() {
            return amountFen < askedFen;
        }

        /// Whether a terminal has said what became of the scripts in its answer.
        boolean areScriptsTold() {
            return scriptsTold;
        }

        void scriptsTold(long toldAtOffset) {
            scriptsTold = true;
            offset = toldAtOffset;
        }

        /// What a pre-authorization keeps aside, with what was added to it.
        long heldFen() {
            return amountFen + toppedUpFen;
        }

        boolean isReversed() {
            return reversed;
        }

        /// Whether something that stands has followed it.
        boolean isFollowed() {
            return endedBy != null || refundedFen > 0 || toppedUpFen > 0;
        }

        /// Whether it added to what has ended since.
        boolean isOfWhatHasEnded() {
            return movement == Movement.PRE_AUTH_TOP_UP && original.endedBy != null;
        }

        /// Why a movement cannot follow this one.
        Optional<ResponseCode> refusal(IssuerRequest.Authorization next) {
            if (!isApproved() || reversed || endedBy != null) {
                return Optional.of(ResponseCode.STATE_MISMATCH);
            }
            if (!next.movement().follows().contains(movement)) {
                return Optional.of(ResponseCode.TRANSACTION_INVALID);
            }
            return switch (next.movement()) {
                case VOID, COMPLETION_VOID -> refundedFen > 0 ? Optional.of(ResponseCode.STATE_MISMATCH)
                        : unless(next.amountFen() == amountFen, ResponseCode.AMOUNT_DIFFERS);
                case REFUND -> unless(next.amountFen() <= amountFen - refundedFen, ResponseCode.AMOUNT_LIMIT_EXCEEDED);
                case PRE_AUTH_TOP_UP -> Optional.empty();
                case PRE_AUTH_VOID -> unless(next.amountFen() == heldFen(), ResponseCode.AMOUNT_DIFFERS);
                case COMPLETION, COMPLETION_NOTICE -> unless(next.amountFen() <= heldFen() * COMPLETION_PERCENT_MAX / 100, ResponseCode.AMOUNT_DIFFERS);
                case BALANCE, SALE, OFFLINE_SALE, PRE_AUTH -> throw new IllegalStateException("it follows nothing");
            };
        }

        private static Optional<ResponseCode> unless(boolean holds, ResponseCode code) {
            return holds ? Optional.empty() : Optional.of(code);
        }

        private long takenFen() {
            return movement.takenFen(amountFen, original == null ? 0 : original.heldFen());
        }

        void post() {
            account.move(takenFen(), countsAt());
            follow(1);
        }

        void reverse(long reversedAtOffset) {
            reversed = true;
            offset = reversedAtOffset;
            account.move(-takenFen(), countsAt());
            follow(-1);
        }

        /// The day of what it follows, or its own.
        private Instant countsAt() {
            return original == null ? at : original.countsAt();
        }

        private void follow(int sign) {
            switch (movement) {
                case VOID, PRE_AUTH_VOID, COMPLETION, COMPLETION_NOTICE, COMPLETION_VOID -> original.endedBy = sign > 0 ? movement : null;
                case REFUND -> original.refundedFen += sign * amountFen;
                case PRE_AUTH_TOP_UP -> original.toppedUpFen += sign * amountFen;
                case BALANCE, SALE, OFFLINE_SALE, PRE_AUTH -> { }
            }
        }
    }
}
