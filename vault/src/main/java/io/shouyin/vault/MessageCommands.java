package io.shouyin.vault;

/// What protects a message: its MAC, and the encrypted track in it.
public interface MessageCommands {

    /// The MAC of a message, 8 bytes: for a terminal MAC key UnionPay-style "ECB" (TDES) or the first half of a CMAC (AES, SM4), for a zone
    /// MAC key X9.19.
    byte[] mac(KeyBlock macKey, byte[] macBytes);

    /// Compares in constant time.
    boolean verifyMac(KeyBlock macKey, byte[] macBytes, byte[] mac);

    /// Opens a track 2 whose middle is encrypted under the terminal's TDK, a TDES key (field 53, third digit 1).
    ///
    /// @param trackDigits digits, `=` or `D`, and the 16 hex digits of the encrypted part
    /// @return digits, `=` as separator
    /// @throws io.shouyin.kernel.Fault `TRACK_UNREADABLE` if no track comes out
    String openTrack(KeyBlock terminalDataKey, String trackDigits);

    /// Opens a track 2 that is encrypted as a whole under the terminal's TDK, an AES or SM4 key (field 57, `DF21`).
    ///
    /// @param block 48 bytes
    /// @return digits, `=` as separator
    /// @throws io.shouyin.kernel.Fault `TRACK_UNREADABLE` if no track comes out
    String openTrackBlock(KeyBlock terminalDataKey, byte[] block);
}
