package io.shouyin.vault;

/// Keys: made here, or taken from a peer.
public interface KeyCommands {

    /// A fresh random key for `purpose`, under the LMK: 8 bytes for a terminal MAC key, 16 for other TDES keys and for AES keys of
    /// PINs, 32 for other AES keys and for HMAC.
    KeyBlock generate(KeyPurpose purpose);

    /// Takes a key that a peer sent as X9.143 block under `kek`, and puts it under the LMK.
    ///
    /// @param kek a [KeyPurpose#ZONE_MASTER]
    /// @param foreignBlock version D; usage and algorithm of the purpose, such as P0 and T for a [KeyPurpose#ZONE_PIN], in its mode of
    ///        use or a wider one
    /// @throws io.shouyin.kernel.Fault `KEY_IMPORT_REFUSED` for any other block, a changed one, or a weak key, `KEY_EXCHANGE_KEY_WEAK` if the
    ///         key is stronger than `kek`
    KeyBlock receive(KeyBlock kek, String foreignBlock, KeyPurpose purpose);

    /// The check value, hex: 8 digits of the zero-block form for TDES, 6 digits of the CMAC form for AES and SM4, 6 digits of the HMAC
    /// of nothing for HMAC keys.
    String checkValue(KeyBlock key);

    /// Whether a key has the check value that people read from a paper or a list.
    ///
    /// @param said 6 to 8 hex digits for TDES, 6 to 10 for others; fewer or more cannot be compared and agree with no key
    boolean hasCheckValue(KeyBlock key, String said);
}
