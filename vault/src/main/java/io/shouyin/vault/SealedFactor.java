package io.shouyin.vault;

import io.shouyin.kernel.BatchNumber;
import io.shouyin.kernel.MerchantId;
import io.shouyin.kernel.TerminalId;
import io.shouyin.kernel.TraceNumber;
import io.shouyin.paycrypto.SealedValue;

/// A secret as it travels in field 57: sealed under the terminal's credential key and bound to one message.
///
/// @param value version 1 byte, nonce 12 bytes, ciphertext 64 bytes, tag 16 bytes: 93 bytes
/// @param binding what the value opens for, and nothing else
public record SealedFactor(byte[] value, Binding binding) {

    public SealedFactor {
        Given.all(value, binding);
    }


    /// @param messageType the MTI, 4 digits
    /// @param tag the tag of field 57 that carries the value, such as `0xDF02`
    public record Binding(String messageType, MerchantId merchant, TerminalId terminal, BatchNumber batch,
                          TraceNumber trace, int tag) {

        public Binding {
            Given.all(messageType, merchant, terminal, batch, trace);
        }


        byte[] additionalData() {
            return SealedValue.additionalData(messageType, merchant.value(), terminal.value(), batch.toString(), trace.toString(), tag);
        }
    }
}
