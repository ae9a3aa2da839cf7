package io.shouyin.host.credentials;

import io.shouyin.host.credentials.Conditions.CardKind;
import io.shouyin.kernel.CardDataAccess;
import io.shouyin.kernel.Fault;
import io.shouyin.kernel.Fault.Recovery;
import io.shouyin.kernel.Pan;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/// Debit or credit, by the first digits of a card number (BIN): the longest prefix of the table decides, and a card without one is neither.
///
/// The table that comes along knows the simulated network's cards and no others: card schemes give theirs to their members. The operator's
/// own (`shouyin.credentials.card-kinds-file`) is laid over it. A table is lines of CSV; its first says of what day it is, and from whom:
/// ```
/// # 2026-11-23 Shouyin's simulated network
/// prefix,kind
/// 621626100000,DEBIT
/// ```
@Component
public class CardKinds {

    private static final Logger LOG = LoggerFactory.getLogger(CardKinds.class);
    private static final CardDataAccess CARD_DATA = CardDataAccess.granted();
    private static final String OWN_TABLE = "card-kinds.csv";
    private static final Pattern TITLE = Pattern.compile("# ([0-9]{4}-[0-9]{2}-[0-9]{2}) (\\S.*)");
    private static final String HEAD = "prefix,kind";
    private static final Pattern LINE = Pattern.compile("([0-9]{2,19}),(DEBIT|CREDIT)");

    private final Map<String, CardKind> kinds = new HashMap<>();
    private final int longest;

    CardKinds(CredentialSettings settings) {
        read(ownLines());
        settings.cardKindsFile().ifPresent(file -> read(lines(file)));
        longest = kinds.keySet().stream().mapToInt(String::length).max().orElse(0);
    }

    /// [CardKind#DEBIT] or [CardKind#CREDIT]; nothing if no prefix fits.
    public Optional<CardKind> of(Pan card) {
        String digits = card.reveal(CARD_DATA);
        for (int length = Math.min(longest, digits.length()); length > 0; length--) {
            CardKind kind = kinds.get(digits.substring(0, length));
            if (kind != null) {
                return Optional.of(kind);
            }
        }
        return Optional.empty();
    }

    private void read(List<String> lines) {
        if (lines.size() < 2 || !lines.get(1).strip().equals(HEAD)) {
            throw broken(2);
        }
        Matcher title = matched(TITLE, lines, 0);
        for (int i = 2; i < lines.size(); i++) {
            Matcher line = matched(LINE, lines, i);
            kinds.put(line.group(1), CardKind.valueOf(line.group(2)));
        }
        LOG.info("Card kinds: {} prefixes of {} ({})", lines.size() - 2, day(title.group(1)), title.group(2));
    }

    private static Matcher matched(Pattern pattern, List<String> lines, int index) {
        Matcher matcher = pattern.matcher(lines.get(index).strip());
        if (!matcher.matches()) {
            throw broken(index + 1);
        }
        return matcher;
    }

    private static LocalDate day(String text) {
        try {
            return LocalDate.parse(text);
        } catch (DateTimeException noDay) {
            throw broken(1);
        }
    }

    private static List<String> ownLines() {
        try (InputStream table = CardKinds.class.getResourceAsStream(OWN_TABLE)) {
            return new String(table.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException unreadable) {
            throw new Fault("CARD_KINDS_UNREADABLE", Recovery.FIX_THE_SETUP, "shouyin.credentials.card-kinds-file cannot be read", unreadable);
        }
    }

    private static Fault broken(int line) {
        return new Fault("CARD_KINDS_BROKEN", Recovery.FIX_THE_SETUP, "shouyin.credentials.card-kinds-file: line " + line
                + " is not what it has to be: a day and a source, then prefix,kind, then digits and DEBIT or CREDIT");
    }
}
