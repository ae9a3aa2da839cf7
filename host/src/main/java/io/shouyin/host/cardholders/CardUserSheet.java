package io.shouyin.host.cardholders;

import io.shouyin.host.cardholders.CardUsers.Registration;
import io.shouyin.host.sheets.SheetRefusal;
import io.shouyin.host.sheets.SheetRow;
import io.shouyin.host.sheets.SheetRow.Cell;
import io.shouyin.host.sheets.SheetRow.Kind;
import io.shouyin.host.sheets.Sheets;
import io.shouyin.kernel.MerchantId;
import io.shouyin.kernel.Pan;
import io.shouyin.kernel.PlainName;
import io.shouyin.kernel.Refusal;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Card users as a table: the columns, and what is wrong with a line.
final class CardUserSheet {

    /// A column, by the names that its head may have; the first two are written.
    enum Field {
        MERCHANT("商户编号", "merchant"),
        NAME("姓名", "name"),
        CARD("卡号", "card number"),
        CONTACT("联系方式", "contact");

        private final String zh;
        private final String en;

        Field(String zh, String en) {
            this.zh = zh;
            this.en = en;
        }

        String head(boolean english) {
            return english ? en : zh;
        }
    }

    /// Something is wrong with a line. The value is not repeated.
    record Problem(int line, Field field, Refusal refusal) {}

    /// A line that can be registered.
    record Line(int number, Registration wanted) {}

    record Read(List<Line> good, List<Problem> problems) {}

    private final MerchantId merchant;
    private final Map<Field, Integer> columns = new EnumMap<>(Field.class);
    private final Set<Pan> cards = new HashSet<>();
    private final List<Line> good = new ArrayList<>();
    private final List<Problem> problems = new ArrayList<>();

    private CardUserSheet(MerchantId merchant) {
        this.merchant = merchant;
    }

    /// @param merchant whose card users they are; a line that names another one is refused
    static Read read(MerchantId merchant, InputStream file) throws IOException {
        CardUserSheet sheet = new CardUserSheet(merchant);
        Sheets.read(file, sheet::row);
        return new Read(sheet.good, sheet.problems);
    }

    private void row(SheetRow row) {
        if (columns.isEmpty()) {
            head(row);
        } else {
            line(row);
        }
    }

    private void head(SheetRow row) {
        for (Field field : Field.values()) {
            int column = Sheets.column(row, List.of(field.zh, field.en));
            if (column >= 0) {
                columns.put(field, column);
            } else if (field != Field.MERCHANT) {
                throw SheetRefusal.SHEET_COLUMN_MISSING.refused();
            }
        }
    }

    private void line(SheetRow row) {
        int before = problems.size();
        Optional.ofNullable(columns.get(Field.MERCHANT)).map(row::cell)
                .filter(cell -> !cell.text().equals(merchant.value())).ifPresent(_ -> wrong(row, Field.MERCHANT, CardholderRefusal.MERCHANT_OTHER));
        Cell name = cell(row, Field.NAME);
        if (name.kind() == Kind.FORMULA) {
            wrong(row, Field.NAME, CardholderRefusal.CELL_IS_FORMULA);
        } else if (name.text().isEmpty() || name.text().length() > CardUserController.NAME_LENGTH_MAX || !PlainName.isPlain(name.text())) {
            wrong(row, Field.NAME, CardholderRefusal.NAME_WRONG);
        }
        Cell contact = cell(row, Field.CONTACT);
        if (!contact.text().matches(CardUserController.CONTACT)) {
            wrong(row, Field.CONTACT, contact.kind() == Kind.FORMULA ? CardholderRefusal.CELL_IS_FORMULA : CardholderRefusal.CONTACT_WRONG);
        }
        Optional<Pan> card = card(row);
        if (problems.size() == before && card.isPresent()) {
            Registration wanted = new Registration(merchant, name.text(), contact.text(), card.get());
            if (cards.add(card.get())) {
                good.add(new Line(row.line(), wanted));
            } else {
                wrong(row, Field.CARD, CardholderRefusal.CARD_TWICE_IN_FILE);
            }
        }
    }

    private Optional<Pan> card(SheetRow row) {
        Cell cell = cell(row, Field.CARD);
        if (cell.kind() == Kind.NUMBER) {
            wrong(row, Field.CARD, CardholderRefusal.CARD_NUMBER_NOT_TEXT);
            return Optional.empty();
        }
        Optional<Pan> card = CardNumbers.typed(cell.text());
        if (card.isEmpty()) {
            wrong(row, Field.CARD, CardholderRefusal.CARD_NUMBER_WRONG);
        }
        return card;
    }

    private Cell cell(SheetRow row, Field field) {
        return row.cell(columns.get(field));
    }

    private void wrong(SheetRow row, Field field, CardholderRefusal refusal) {
        problems.add(new Problem(row.line(), field, refusal));
    }
}
