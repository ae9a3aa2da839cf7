package io.shouyin.host.gateway;

import io.shouyin.host.acquiring.OriginalReference;
import io.shouyin.host.acquiring.TransactionKey;
import io.shouyin.iso8583.DecodeException;
import io.shouyin.iso8583.DecodeRefusal;
import io.shouyin.iso8583.Message;
import io.shouyin.iso8583.terminal.Field61;
import io.shouyin.iso8583.terminal.TransactionKind;
import io.shouyin.kernel.BatchNumber;
import io.shouyin.kernel.MerchantId;
import io.shouyin.kernel.Rrn;
import io.shouyin.kernel.TerminalId;
import io.shouyin.kernel.TraceNumber;
import java.time.DateTimeException;
import java.time.MonthDay;
import java.util.Optional;
import java.util.regex.Pattern;

/// How a message names the transaction that it follows: fields 37, 38 and 61.
final class OriginalFields {

    private static final String NO_REFERENCE = "0".repeat(12);
    private static final Pattern REFERENCE = Pattern.compile("[0-9A-Za-z]{12}");
    private static final Pattern AUTH_CODE = Pattern.compile("[0-9A-Za-z]{6}");

    private OriginalFields() {}

    /// The fields that a message cannot leave out.
    static int[] required(TransactionKind kind) {
        return switch (kind) {
            case VOID, COMPLETION_VOID -> new int[] {61};
            case REFUND -> new int[] {37, 61, 63};
            case PRE_AUTH_TOP_UP, PRE_AUTH_VOID, COMPLETION, COMPLETION_NOTICE -> new int[] {38, 61};
            case TransactionKind _ -> new int[0];
        };
    }

    /// @param message has what is [#required]
    /// @return nothing for a transaction that follows none
    /// @throws DecodeException if a field makes no sense
    static Optional<OriginalReference> read(TransactionKind kind, Message message) throws DecodeException {
        return switch (kind) {
            case VOID -> Optional.of(numbered(message, Optional.empty()));
            case COMPLETION_VOID -> Optional.of(numbered(message, Optional.of(date(field61(message)))));
            case REFUND -> Optional.of(new OriginalReference.Retrieved(reference(message), date(field61(message))));
            case PRE_AUTH_TOP_UP, PRE_AUTH_VOID, COMPLETION, COMPLETION_NOTICE -> Optional.of(new OriginalReference.Authorized(authCode(message), date(field61(message))));
            case TransactionKind _ -> Optional.empty();
        };
    }

    /// A transaction of the terminal itself, by field 61.
    static TransactionKey own(MerchantId merchant, TerminalId terminal, Message message) throws DecodeException {
        Field61 field61 = field61(message);
        return new TransactionKey(merchant, terminal, new BatchNumber(positive(field61.originalBatch())), new TraceNumber(positive(field61.originalTrace())));
    }

    private static OriginalReference numbered(Message message, Optional<MonthDay> date) throws DecodeException {
        Field61 field61 = field61(message);
        BatchNumber batch = new BatchNumber(positive(field61.originalBatch()));
        TraceNumber trace = new TraceNumber(positive(field61.originalTrace()));
        boolean isReferenced = message.has(37) && !message.text(37).equals(NO_REFERENCE);
        return new OriginalReference.Numbered(batch, trace, isReferenced ? Optional.of(reference(message)) : Optional.empty(),
                message.has(38) ? Optional.of(authCode(message)) : Optional.empty(), date);
    }

    private static int positive(String digits) throws DecodeException {
        int number = Integer.parseInt(digits);
        if (number == 0) {
            throw new DecodeException(DecodeRefusal.SUBFIELD_VALUE, 61, 0);
        }
        return number;
    }

    private static Rrn reference(Message message) throws DecodeException {
        return new Rrn(matching(message, 37, REFERENCE));
    }

    private static String authCode(Message message) throws DecodeException {
        return matching(message, 38, AUTH_CODE);
    }

    private static String matching(Message message, int field, Pattern pattern) throws DecodeException {
        String text = message.text(field);
        if (!pattern.matcher(text).matches()) {
            throw new DecodeException(DecodeRefusal.SUBFIELD_VALUE, field, 0);
        }
        return text;
    }

    private static Field61 field61(Message message) throws DecodeException {
        return Field61.decode(message.text(61));
    }

    private static MonthDay date(Field61 field61) throws DecodeException {
        try {
            return MonthDay.of(Integer.parseInt(field61.originalDate().substring(0, 2)), Integer.parseInt(field61.originalDate().substring(2)));
        } catch (DateTimeException | StringIndexOutOfBoundsException noDate) {
            throw new DecodeException(DecodeRefusal.SUBFIELD_VALUE, 61, 12);
        }
    }
}
