package io.shouyin.network;

import io.shouyin.kernel.Check;

/// What makes a request one of its own: fields 7, 11, 32 and 41.
///
/// The institution is kept without leading zeros, since field 90 pads it to eleven digits.
///
/// @param transmittedAt field 7, MMDDhhmmss
/// @param trace         field 11, six digits
/// @param institution   field 32
/// @param terminal      field 41
record TransactionKey(String transmittedAt, String trace, String institution, String terminal) {

    TransactionKey {
        Check.argument(transmittedAt.length() == 10 && trace.length() == 6, "field 7 has 10 digits, field 11 has 6");
        institution = withoutZeros(institution);
    }

    static String withoutZeros(String institution) {
        return institution.replaceFirst("^0+(?=.)", "");
    }

    /// `1122070503-000017-10000-00000001`, for logs and the journal.
    @Override
    public String toString() {
        return transmittedAt + "-" + trace + "-" + institution + "-" + terminal;
    }
}
