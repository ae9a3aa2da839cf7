package io.shouyin.vault;

import io.shouyin.paycrypto.ActivationExchange;
import io.shouyin.paycrypto.EcKeys;
import io.shouyin.vault.TerminalKeyCommands.DeviceProof;
import io.shouyin.vault.TerminalKeyCommands.KeyLoad;

/// A device that is activated.
final class Device {
    final String serial = "SN-0001";
    final EcKeys.Pair pair = EcKeys.P256.generate();
    final byte[] nonce = ActivationExchange.newNonce();

    DeviceProof prove(String code) {
        byte[] codeKey = ActivationExchange.codeKey(code, serial);
        return new DeviceProof(serial, pair.publicKey(), nonce,
                ActivationExchange.proof(codeKey, serial, pair.publicKey(), nonce));
    }

    ActivationExchange.Loaded unwrap(String code, KeyLoad.Loaded loaded) {
        return ActivationExchange.unwrap(code, serial, pair.privateKey(), pair.publicKey(), nonce,
                new ActivationExchange.Wrapped(loaded.hostPublicKey(), loaded.hostNonce(), loaded.wrapped()));
    }
}
