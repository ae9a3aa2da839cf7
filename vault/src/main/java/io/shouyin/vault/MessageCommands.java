package io.shouyin.vault;

/// What protects a message: its MAC, and the encrypted track in it.
public interface MessageCommands {

    /// The MAC of a message, 8 bytes: UnionPay-style "ECB" for a terminal MAC key, X9.19 for a zone MAC key.
    byte[] mac(KeyBlock macKey, byte[] macBytes);

    /// Compares in constant time.
    boolean verifyMac(KeyBlock macKey, byte[] macBytes, byte[] mac);

    /// Opens a track 2 whose middle is encrypted under the terminal's TDK (field 53, third digit 1).
    ///
    /// @param trackDigits digits, `=` or `D`, and the 16 hex digits of the encrypted part
    /// @return digits, `=` as separator
    /// @throws io.shouyin.kernel.Fault `TRACK_UNREADABLE` if no track comes out
    String openTrack(KeyBlock terminalDataKey, String trackDigits);
}
