package io.shouyin.iso8583.terminal;

import io.shouyin.iso8583.DecodeException;
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

    /// Of a field 63, none of them empty; none if it makes no sense.
    public static List<String> of(String field63) {
        try {
            Field63.Reply said = Field63.Reply.decode(field63);
            return Stream.of(said.issuerText(), said.schemeText(), said.acquirerText()).map(ReceiptTexts::clean).filter(text -> !text.isEmpty()).toList();
        } catch (DecodeException | IllegalArgumentException noTexts) {
            return List.of();
        }
    }

    private static String clean(String text) {
        return LONG_NUMBER.matcher(NOT_TO_BE_PRINTED.matcher(text).replaceAll("")).replaceAll("*").strip();
    }
}
