package io.shouyin.vault;

import io.shouyin.paycrypto.AesGcmKey;
import io.shouyin.paycrypto.HmacKey;
import io.shouyin.paycrypto.RetailMacKey;
import io.shouyin.paycrypto.TdesKey;
import io.shouyin.paycrypto.X9143;

/// A clear key made ready for its one purpose: the form that the cache holds.
sealed interface ReadyKey {

    void wipe();

    record Tdes(TdesKey key) implements ReadyKey {
        @Override
        public void wipe() {
            key.close();
        }
    }

    record Retail(RetailMacKey key) implements ReadyKey {
        @Override
        public void wipe() {
            key.close();
        }
    }

    record Gcm(AesGcmKey key) implements ReadyKey {
        @Override
        public void wipe() {
            key.close();
        }
    }

    record Hmac(HmacKey key) implements ReadyKey {
        @Override
        public void wipe() {
            key.close();
        }
    }

    record Wrapping(X9143.Protection key) implements ReadyKey {
        @Override
        public void wipe() {
            key.close();
        }
    }

    static ReadyKey of(KeyPurpose purpose, byte[] key) {
        return switch (purpose) {
            case TERMINAL_MASTER, TERMINAL_PIN, TERMINAL_MAC, TERMINAL_DATA, ZONE_PIN -> new Tdes(TdesKey.of(key));
            case ZONE_MAC -> new Retail(RetailMacKey.of(key));
            case TERMINAL_CREDENTIAL, DATA -> new Gcm(AesGcmKey.of(key));
            case CREDENTIAL_VERIFIER, LOGIN_PEPPER, INDEX -> new Hmac(HmacKey.of(key));
            case ZONE_MASTER -> new Wrapping(X9143.Protection.of('D', key));
        };
    }
}
