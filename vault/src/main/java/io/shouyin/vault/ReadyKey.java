package io.shouyin.vault;

import io.shouyin.paycrypto.AesDukpt;
import io.shouyin.paycrypto.AesGcmKey;
import io.shouyin.paycrypto.AesKey;
import io.shouyin.paycrypto.BlockKey;
import io.shouyin.paycrypto.CmacKey;
import io.shouyin.paycrypto.Cvv;
import io.shouyin.paycrypto.HmacKey;
import io.shouyin.paycrypto.HostWord;
import io.shouyin.paycrypto.RetailMacKey;
import io.shouyin.paycrypto.TdesDukpt;
import io.shouyin.paycrypto.TdesKey;
import io.shouyin.paycrypto.TerminalProfile;
import io.shouyin.paycrypto.WorkingKeyBlocks;
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

    /// A terminal's PIN key of 8 bytes: used only where the set-up wants such keys.
    record SingleLength(TdesKey key) implements ReadyKey {
        @Override
        public void wipe() {
            key.close();
        }
    }

    /// A cipher with blocks of 16 bytes, for PINs and tracks.
    record Block(BlockKey key) implements ReadyKey {
        @Override
        public void wipe() {
            key.close();
        }
    }

    record Cmac(CmacKey key) implements ReadyKey {
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

    /// A terminal's TCK.
    ///
    /// @param word made of it: what the host says to the terminal
    record Credential(AesGcmKey key, HmacKey word) implements ReadyKey {
        @Override
        public void wipe() {
            key.close();
            word.close();
        }
    }

    record Hmac(HmacKey key) implements ReadyKey {
        @Override
        public void wipe() {
            key.close();
        }
    }

    record TdesBase(TdesDukpt.Bdk key) implements ReadyKey {
        @Override
        public void wipe() {
            key.close();
        }
    }

    record AesBase(AesDukpt.Bdk key) implements ReadyKey {
        @Override
        public void wipe() {
            key.close();
        }
    }

    record CardValue(Cvv.Pair key) implements ReadyKey {
        @Override
        public void wipe() {
            key.close();
        }
    }

    /// Keys of cards are derived from its bytes, each anew.
    record Issuer(byte[] key) implements ReadyKey {
        @Override
        public void wipe() {
            Clear.wipe(key);
        }

        @Override
        public String toString() {
            return "Issuer[]";
        }
    }

    /// @param strengthBits of the key-exchange key
    record Wrapping(X9143.Protection key, int strengthBits) implements ReadyKey {
        @Override
        public void wipe() {
            key.close();
        }
    }

    /// @param profile told apart for a terminal's own keys
    static ReadyKey of(KeyPurpose purpose, TerminalProfile profile, byte[] key) {
        return switch (purpose) {
            case TERMINAL_MASTER -> switch (profile) {
                case TDES -> new Tdes(TdesKey.of(key));
                case AES, SM4 -> new Wrapping(WorkingKeyBlocks.master(profile, key),
                        KeyTemplate.strengthBits(KeyTemplate.of(purpose, profile).algorithm(), key.length));
            };
            case TERMINAL_MAC -> switch (profile) {
                case TDES -> new Tdes(TdesKey.of(key));
                case AES, SM4 -> new Cmac(CmacKey.of(profile.ready(key)));
            };
            case TERMINAL_PIN -> switch (profile) {
                case TDES -> key.length == 8 ? new SingleLength(TdesKey.singleForPins(key)) : new Tdes(TdesKey.of(key));
                case AES, SM4 -> new Block(profile.ready(key));
            };
            case TERMINAL_DATA -> switch (profile) {
                case TDES -> new Tdes(TdesKey.of(key));
                case AES, SM4 -> new Block(profile.ready(key));
            };
            case ZONE_PIN, ZONE_PIN_INCOMING, PIN_PVV, PIN_OFFSET -> new Tdes(TdesKey.of(key));
            case ZONE_PIN_AES, ZONE_PIN_INCOMING_AES -> new Block(AesKey.of(key));
            case DUKPT_BASE -> new TdesBase(TdesDukpt.Bdk.of(key));
            case DUKPT_BASE_AES -> new AesBase(AesDukpt.Bdk.of(key));
            case CARD_VALUE_CHECK, CARD_VALUE_ISSUE -> new CardValue(Cvv.Pair.of(key));
            case CHIP_CRYPTOGRAM -> new Issuer(key.clone());
            case ZONE_MAC -> new Retail(RetailMacKey.of(key));
            case TERMINAL_CREDENTIAL -> new Credential(AesGcmKey.of(key), HostWord.key(key));
            case DATA -> new Gcm(AesGcmKey.of(key));
            case CREDENTIAL_VERIFIER, LOGIN_PEPPER, INDEX -> new Hmac(HmacKey.of(key));
            case ZONE_MASTER -> new Wrapping(X9143.Protection.of('D', key),
                    KeyTemplate.strengthBits(KeyTemplate.of(purpose).algorithm(), key.length));
        };
    }
}
