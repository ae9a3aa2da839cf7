/// What only the UnionPay-style terminal protocol knows: the frame with its TPDU and header, the sub-fields of the
/// private fields, and the table of transactions.
package io.shouyin.iso8583.terminal;
