package io.shouyin.terminal.receipt;

import io.shouyin.iso8583.DecodeException;
import io.shouyin.iso8583.Message;
import io.shouyin.iso8583.terminal.Field63;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// What issuer, card scheme and acquirer have to say on the receipt: field 63 of an approval.
///
/// The words are somebody else's, so nothing but letters, digits and signs gets to screen, storage and printer: no control characters, no marks
/// that turn the writing around, no number as long as a card's.
public final class ReceiptTexts {

    private static final Pattern NOT_TO_BE_PRINTED = Pattern.compile("[^\\p{L}\\p{N}\\p{P}\\p{S} ]+");
    private static final Pattern LONG_NUMBER = Pattern.compile("\\p{N}(?:[ -]?\\p{N}){11,}");

    private ReceiptTexts() {}

    /// Those of an answer, none of them empty; none if the field makes no sense.
    public static List<String> of(Message answer) {
        try {
            if (!answer.has(63)) {
                return List.of();
            }
            Field63.Reply said = Field63.Reply.decode(answer.text(63));
            return Stream.of(said.issuerText(), said.schemeText(), said.acquirerText()).map(ReceiptTexts::clean).filter(text -> !text.isEmpty()).toList();
        } catch (DecodeException | IllegalArgumentException noTexts) {
            return List.of();
        }
    }

    private static String clean(String text) {
        return LONG_NUMBER.matcher(NOT_TO_BE_PRINTED.matcher(text).replaceAll("")).replaceAll("*").strip();
    }
}
