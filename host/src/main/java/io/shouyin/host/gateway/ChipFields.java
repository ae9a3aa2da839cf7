package io.shouyin.host.gateway;

import io.shouyin.iso8583.DecodeException;
import io.shouyin.iso8583.Message;
import io.shouyin.iso8583.terminal.Field55;
import io.shouyin.iso8583.terminal.TransactionKind;
import io.shouyin.kernel.EntryMode;
import java.util.HexFormat;
import java.util.Optional;

/// What the chip of a card has said: field 55, where field 22 says that there was one.
///
/// Only the issuer can judge the cryptogram. What is judged here is that the data is whole and about this message.
final class ChipFields {

    private static final HexFormat HEX = HexFormat.of();
    private static final String CURRENCY_YUAN = "0156";
    private static final String NO_AMOUNT = "000000000000";

    private ChipFields() {}

    /// @param message its field 22 is known
    static Optional<Field55> read(TransactionKind kind, Message message) throws DecodeException, GatewayRefusal.Refused {
        boolean byChip = EntryMode.ofField22(message.text(22)).orElseThrow().isChip();
        if (!message.has(55)) {
            GatewayRefusal.CHIP_DATA_MISSING.when(byChip && isRequired(kind));
            return Optional.empty();
        }
        GatewayRefusal.CHIP_DATA_UNEXPECTED.when(!byChip);
        Field55 chip = Field55.decodeRequest(message.bytes(55));
        boolean fits = HEX.formatHex(chip.value(Field55.AMOUNT)).equals(message.find(4).orElse(NO_AMOUNT))
                && HEX.formatHex(chip.value(Field55.CURRENCY)).equals(CURRENCY_YUAN)
                && chip.find(Field55.CARD_SEQUENCE).filter(sequence -> !message.find(23).orElse("").equals("0" + HEX.formatHex(sequence))).isEmpty();
        GatewayRefusal.CHIP_DATA_CONTRADICTS.when(!fits);
        return Optional.of(chip);
    }

    /// What asks the issuer about the card. What follows another may leave the chip out, and an offline sale may be uploaded without its proof.
    private static boolean isRequired(TransactionKind kind) {
        return switch (kind) {
            case BALANCE, SALE, PRE_AUTH, PRE_AUTH_TOP_UP -> true;
            case TransactionKind _ -> false;
        };
    }
}
