package io.shouyin.host.channels;

import java.io.IOException;
import java.net.ConnectException;

/// How a call gets to the wallets, and its answer back. A deterministic test world brings its own.
public interface WalletLink {

    /// The header of a signature.
    String SIGNATURE = "Wallet-Signature";

    /// @param path below the wallets' URL
    /// @throws ConnectException if nothing has left
    /// @throws IOException if nobody knows whether it has arrived
    Answer call(String path, String body, String signature) throws IOException, InterruptedException;

    /// What was said, by whomever.
    ///
    /// @param signature empty if there is none
    record Answer(int status, String body, String signature) {}
}
