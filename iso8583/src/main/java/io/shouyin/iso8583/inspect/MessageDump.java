package io.shouyin.iso8583.inspect;

import io.shouyin.iso8583.DecodeException;
import io.shouyin.iso8583.Dialect;
import io.shouyin.iso8583.Dialects;
import io.shouyin.iso8583.Message;
import io.shouyin.iso8583.terminal.Frame;
import io.shouyin.iso8583.terminal.TransactionKind;
import java.util.List;
import java.util.Optional;

/// A message as text, a line a field, always masked:
///
/// ```
/// type    0820  签退 Sign-out
///  11  n6        000010       流水号 · Trace number
///  60  n...17    00000001002  自定义域 · Transaction type, batch, network code
///      60.1      00           交易类型码 · transaction type
/// ```
public final class MessageDump {

    private static final int VALUE_WIDTH_MAX = 42;

    private MessageDump() {}

    /// A message alone.
    public static String of(Message message, Dialect dialect) {
        var text = new StringBuilder();
        type(text, message, dialect);
        fields(text, message, dialect);
        return text.toString();
    }

    /// A frame of the terminal protocol and the message that was read from it.
    public static String of(Frame frame, Message message) {
        var text = new StringBuilder();
        text.append("tpdu    ").append(frame.tpdu()).append('\n');
        text.append("header  ").append(frame.header()).append('\n');
        type(text, message, Dialects.TERMINAL);
        fields(text, message, Dialects.TERMINAL);
        return text.toString();
    }

    /// The transaction that a message belongs to, request or answer, if it is of the terminal dialect and known.
    static Optional<TransactionKind> kind(Message message, Dialect dialect) {
        if (dialect != Dialects.TERMINAL) {
            return Optional.empty();
        }
        try {
            return TransactionKind.of(message).or(() -> reply(message));
        } catch (DecodeException field60Unreadable) {
            return Optional.empty();
        }
    }

    private static Optional<TransactionKind> reply(Message message) {
        try {
            return TransactionKind.ofReply(message);
        } catch (DecodeException field60Unreadable) {
            return Optional.empty();
        }
    }

    private static void type(StringBuilder text, Message message, Dialect dialect) {
        text.append("type    ").append(message.type());
        kind(message, dialect).ifPresent(kind -> text.append("  ").append(kind.zh()).append(' ').append(kind.en()));
        text.append('\n');
    }

    private static void fields(StringBuilder text, Message message, Dialect dialect) {
        List<MessageView.Row> rows = MessageView.masked(message, dialect);
        int width = 0;
        for (MessageView.Row row : rows) {
            width = Math.max(width, columns(row.shown()));
            for (MessageView.Part part : row.parts()) {
                width = Math.max(width, columns(part.shown()));
            }
        }
        width = Math.min(width, VALUE_WIDTH_MAX);
        for (MessageView.Row row : rows) {
            String number = Integer.toString(row.spec().number());
            text.append(" ".repeat(3 - number.length())).append(number).append("  ");
            line(text, row.spec().format(), row.shown(), width, row.spec().zh(), row.spec().en());
            row.problem().ifPresent(problem -> text.append("     ! ").append(problem.name()).append(": ")
                    .append(problem.zh()).append(" · ").append(problem.en()).append('\n'));
            for (MessageView.Part part : row.parts()) {
                text.append("     ");
                line(text, part.id(), part.shown(), width, part.zh(), part.en());
            }
        }
    }

    private static void line(StringBuilder text, String label, String shown, int width, String zh, String en) {
        padded(text, label, 10);
        if (zh.isEmpty()) {
            text.append(shown);
        } else {
            padded(text, shown, width + 2);
            text.append(zh).append(" · ").append(en);
        }
        text.append('\n');
    }

    private static void padded(StringBuilder text, String value, int width) {
        text.append(value).append(" ".repeat(Math.max(1, width - columns(value))));
    }

    /// Columns on a screen of fixed width: a Chinese character takes two.
    private static int columns(String value) {
        return (int) value.chars().map(c -> c >= 0x2E80 ? 2 : 1).sum();
    }
}
