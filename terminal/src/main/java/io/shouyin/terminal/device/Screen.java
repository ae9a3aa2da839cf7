package io.shouyin.terminal.device;

import io.shouyin.kernel.Check;
import io.shouyin.kernel.receipt.Code;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What the display shows, as data. Two equal screens look the same.
///
/// It never holds a secret: a field that takes one shows a dot for each character.
///
/// @param id stable name, such as `sale.amount`
/// @param path where in the menus this is, outermost first
/// @param lines facts: label and value
/// @param busy the terminal works; keys are not taken
/// @param cardWanted the card reader is open
/// @param fingerWanted what the fingerprint reader is asked
/// @param signatureWanted the signature pad is open
/// @param code a QR code to be scanned from the screen
public record Screen(String id, Text title, List<Text> path, Optional<Steps> steps, Optional<Message> message,
                     Optional<Field> field, List<RuleLine> rules, List<Item> items, List<Line> lines,
                     List<Softkey> softkeys, boolean busy, boolean cardWanted, Optional<FingerWanted> fingerWanted,
                     boolean signatureWanted, Optional<CodeShown> code) {

    /// A QR code.
    ///
    /// @param content what it says
    public record CodeShown(String content, Code figure) {}

    public Screen {
        Check.argument(!id.isEmpty(), "a screen has an id");
        path = List.copyOf(path);
        rules = List.copyOf(rules);
        items = List.copyOf(items);
        lines = List.copyOf(lines);
        softkeys = List.copyOf(softkeys);
    }

    /// Step `current` of `total`, from 1.
    public record Steps(int current, int total) {
        public Steps {
            Check.argument(current >= 1 && current <= total, "a step is 1 to the number of steps");
        }
    }

    public record Message(Tone tone, Text headline, Optional<Text> detail) {}

    /// @param shown what stands in it: digits, letters, or dots
    /// @param mode what the keys write, empty if the keys write digits only
    /// @param settling the last character still changes with the next press of the same key
    public record Field(FieldKind kind, Text label, String shown, Optional<MultiTap.Mode> mode, boolean settling) {}

    public enum FieldKind { DIGITS, AMOUNT, TEXT, SECRET }

    /// A rule for what is being typed.
    public record RuleLine(String id, RuleState state, Text text) {}

    public enum RuleState {
        /// Not decided yet.
        OPEN,
        KEPT,
        /// Advice: it could be better, and stops nobody.
        ADVISED,
        BROKEN
    }

    /// An entry of a menu or list, reached by its key.
    ///
    /// @param tone of the hint
    public record Item(String id, Key key, Text text, Optional<Text> hint, Tone tone) {}

    public record Line(String id, Text label, Text value, boolean strong) {}

    public record Softkey(Key key, Text text) {}

    /// @param options of WebAuthn, JSON
    public record FingerWanted(Ceremony ceremony, String options) {

        public enum Ceremony {
            /// A finger is enrolled.
            CREATE,
            /// An enrolled one is shown.
            GET
        }
    }

    public boolean is(String wanted) {
        return id.equals(wanted);
    }

    public boolean hasTone(Tone tone) {
        return message.isPresent() && message.get().tone() == tone;
    }

    /// Whether it waits for an entry, a card, a finger or a signature, and not for a key alone.
    public boolean asks() {
        return field.isPresent() || cardWanted || fingerWanted.isPresent() || signatureWanted;
    }

    /// Everything on it, a line each, in one language: for reading aloud, logs of a test, plain output.
    public List<String> lines(Language language) {
        var out = new ArrayList<String>();
        out.add(title.in(language));
        if (!path.isEmpty()) {
            out.add(String.join(" › ", path.stream().map(t -> t.in(language)).toList()));
        }
        steps.ifPresent(s -> out.add(s.current() + "/" + s.total()));
        message.ifPresent(m -> {
            out.add(m.headline().in(language));
            m.detail().ifPresent(d -> out.add(d.in(language)));
        });
        for (Line line : lines) {
            out.add(line.label().in(language) + "  " + line.value().in(language));
        }
        field.ifPresent(f -> out.add(f.label().in(language) + ": " + f.shown()
                + f.mode().map(m -> " [" + m.label() + "]").orElse("")));
        for (RuleLine rule : rules) {
            String mark = switch (rule.state()) {
                case OPEN -> "· ";
                case KEPT -> "✓ ";
                case ADVISED -> "! ";
                case BROKEN -> "✕ ";
            };
            out.add(mark + rule.text().in(language));
        }
        for (Item item : items) {
            out.add(item.key().label() + " " + item.text().in(language)
                    + item.hint().map(h -> "  " + h.in(language)).orElse(""));
        }
        if (!softkeys.isEmpty()) {
            out.add(String.join("  ", softkeys.stream().map(s -> "[" + s.key().label() + "] " + s.text().in(language)).toList()));
        }
        return out;
    }

    public static Builder of(String id, Text title) {
        return new Builder(id, title);
    }

    /// Builds a screen part by part.
    public static final class Builder {
        private final String id;
        private final Text title;
        private List<Text> path = List.of();
        private Optional<Steps> steps = Optional.empty();
        private Optional<Message> message = Optional.empty();
        private Optional<Field> field = Optional.empty();
        private List<RuleLine> rules = List.of();
        private final List<Item> items = new ArrayList<>();
        private final List<Line> lines = new ArrayList<>();
        private final List<Softkey> softkeys = new ArrayList<>();
        private boolean busy;
        private boolean cardWanted;
        private Optional<FingerWanted> fingerWanted = Optional.empty();
        private boolean signatureWanted;
        private Optional<CodeShown> code = Optional.empty();

        private Builder(String id, Text title) {
            this.id = id;
            this.title = title;
        }

        public Builder path(Text... path) {
            this.path = List.of(path);
            return this;
        }

        public Builder path(List<Text> path) {
            this.path = path;
            return this;
        }

        public Builder step(int current, int total) {
            this.steps = Optional.of(new Steps(current, total));
            return this;
        }

        public Builder message(Tone tone, Text headline) {
            this.message = Optional.of(new Message(tone, headline, Optional.empty()));
            return this;
        }

        public Builder message(Tone tone, Text headline, Text detail) {
            this.message = Optional.of(new Message(tone, headline, Optional.of(detail)));
            return this;
        }

        public Builder message(Message message) {
            this.message = Optional.of(message);
            return this;
        }

        public Builder field(Field field) {
            this.field = Optional.of(field);
            return this;
        }

        public Builder rules(List<RuleLine> rules) {
            this.rules = rules;
            return this;
        }

        public Builder item(String id, Key key, Text text) {
            items.add(new Item(id, key, text, Optional.empty(), Tone.NEUTRAL));
            return this;
        }

        public Builder item(String id, Key key, Text text, Text hint, Tone tone) {
            items.add(new Item(id, key, text, Optional.of(hint), tone));
            return this;
        }

        public Builder line(String id, Text label, Text value) {
            lines.add(new Line(id, label, value, false));
            return this;
        }

        public Builder strongLine(String id, Text label, Text value) {
            lines.add(new Line(id, label, value, true));
            return this;
        }

        public Builder softkey(Key key, Text text) {
            softkeys.add(new Softkey(key, text));
            return this;
        }

        public Builder busy() {
            busy = true;
            return this;
        }

        public Builder cardWanted() {
            cardWanted = true;
            return this;
        }

        public Builder fingerWanted(FingerWanted wanted) {
            fingerWanted = Optional.of(wanted);
            return this;
        }

        public Builder signatureWanted() {
            signatureWanted = true;
            return this;
        }

        public Builder code(CodeShown shown) {
            code = Optional.of(shown);
            return this;
        }

        public Screen build() {
            return new Screen(id, title, path, steps, message, field, rules, items, lines, softkeys, busy, cardWanted, fingerWanted,
                    signatureWanted, code);
        }
    }
}
