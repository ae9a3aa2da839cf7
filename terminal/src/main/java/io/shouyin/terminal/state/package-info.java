/// What the terminal remembers over a power cut: who it is, batch, trace number, sign-in, pending reversal, transactions.
///
/// No clear card number, PIN, password or key is ever in it: working keys rest as they were received, under the TMK.
package io.shouyin.terminal.state;
