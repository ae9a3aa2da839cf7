/// ISO 8583 messages: field tables, codec, masked dump. Plain Java, depends on `kernel` alone, no cryptography.
///
/// Start at [io.shouyin.iso8583.Dialects] (the two tables), [io.shouyin.iso8583.Message] (the value) and
/// [io.shouyin.iso8583.Codec] (bytes to message and back). What only the UnionPay-style terminal protocol knows
/// (frame, header, sub-fields, the table of transactions) is in [io.shouyin.iso8583.terminal].
package io.shouyin.iso8583;
