package io.shouyin.terminal.device;

import io.shouyin.iso8583.terminal.Field55;
import java.util.Optional;

/// A chip card in the reader, for one transaction at a time: what the terminal asks of it (EMV book 3, 6.5.5 GENERATE AC).
public interface ChipCard {

    /// The name of its application, AID: 5 to 16 bytes.
    byte[] application();

    /// 2 digits.
    String sequence();

    /// Application interchange profile, 2 bytes.
    byte[] interchangeProfile();

    /// Begins a transaction: the counter rises, whatever becomes of it.
    ///
    /// @param data what the terminal has to say, all that a cryptogram covers but the counter
    /// @param wanted [Cryptogram.Kind#ARQC], or [Cryptogram.Kind#TC] where the terminal would do without the issuer
    /// @return that, or an ARQC if the card wants its issuer to be asked; an AAC if it wants none of it
    /// @throws io.shouyin.kernel.Fault `CHIP_UNREADABLE`
    Cryptogram begin(Field55 data, Cryptogram.Kind wanted);

    /// Ends it: what the issuer said.
    ///
    /// @param approved whether it approved
    /// @param authentication tag 91, if it came
    /// @return a TC; an AAC if it was not approved, or if the authentication is not the issuer's approval
    Cryptogram end(boolean approved, Optional<byte[]> authentication);

    /// A command of an issuer script.
    ///
    /// @return whether the card has carried it out
    boolean carryOut(byte[] command);

    /// @param counter 2 bytes
    /// @param bytes the cryptogram, 8 bytes
    /// @param applicationData tag 9F10
    record Cryptogram(Kind kind, byte[] counter, byte[] bytes, byte[] applicationData) {

        /// What the card says, by tag 9F27.
        public enum Kind {
            /// No.
            AAC(0x00),
            /// Yes.
            TC(0x40),
            /// Ask the issuer.
            ARQC(0x80);

            private final int information;

            Kind(int information) {
                this.information = information;
            }

            public byte information() {
                return (byte) information;
            }
        }
    }
}
