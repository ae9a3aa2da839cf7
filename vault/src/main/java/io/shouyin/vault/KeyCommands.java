package io.shouyin.vault;

import io.shouyin.kernel.Secret;
import java.util.List;

/// Keys: made here, put together from what people hold, taken from a peer.
public interface KeyCommands {

    /// A fresh random key for `purpose`, under the LMK: 8 bytes for a terminal MAC key, 16 for other TDES keys, 32 for AES
    /// and HMAC.
    KeyBlock generate(KeyPurpose purpose);

    /// A key put together from two or three components (XOR) that different people hold.
    ///
    /// @param componentsHex each the full length of the key, in hex, spaces allowed; two or three
    /// @throws io.shouyin.kernel.Fault `KEY_COMPONENTS_REFUSED` for other numbers or lengths, or a weak sum
    KeyBlock combine(KeyPurpose purpose, List<Secret> componentsHex);

    /// Takes a key that a peer sent as X9.143 block under `kek`, and puts it under the LMK.
    ///
    /// @param kek a [KeyPurpose#ZONE_MASTER]
    /// @param foreignBlock version D; usage P0 for a [KeyPurpose#ZONE_PIN] (mode E, B or N), M3 for a [KeyPurpose#ZONE_MAC]
    ///        (mode C or N), both TDES
    /// @throws io.shouyin.kernel.Fault `KEY_IMPORT_REFUSED` for any other block, a changed one, or a weak key
    KeyBlock receive(KeyBlock kek, String foreignBlock, KeyPurpose purpose);

    /// The check value, hex: 8 digits of the zero-block form for TDES, 6 digits of the CMAC form for AES, 6 digits of the HMAC
    /// of nothing for HMAC keys.
    String checkValue(KeyBlock key);
}
