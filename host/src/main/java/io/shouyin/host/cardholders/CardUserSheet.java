package io.shouyin.host.cardholders;

import io.shouyin.host.cardholders.CardUsers.Registration;
import io.shouyin.host.sheets.SheetRefusal;
import io.shouyin.host.sheets.SheetRow;
import io.shouyin.host.sheets.SheetRow.Cell;
import io.shouyin.host.sheets.SheetRow.Kind;
import io.shouyin.host.sheets.Sheets;
import io.shouyin.kernel.MerchantId;
import io.shouyin.kernel.Pan;
import io.shouyin.kernel.PhoneNumber;
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
        for (Field field : columns.keySet()) {
            Cell cell = row.cell(columns.get(field));
            (cell.kind() == Kind.RESULT ? Optional.of(CardholderRefusal.CELL_IS_RESULT) : problem(field, cell)).ifPresent(refusal -> wrong(row, field, refusal));
        }
        if (problems.size() == before) {
            Pan card = CardNumbers.typed(cell(row, Field.CARD).text()).orElseThrow();
            if (cards.add(card)) {
                good.add(new Line(row.line(), new Registration(merchant, cell(row, Field.NAME).text(), cell(row, Field.CONTACT).text(), card)));
            } else {
                wrong(row, Field.CARD, CardholderRefusal.CARD_TWICE_IN_FILE);
            }
        }
    }

    private Optional<CardholderRefusal> problem(Field field, Cell cell) {
        return Optional.ofNullable(switch (field) {
            case MERCHANT -> cell.text().equals(merchant.value()) ? null : CardholderRefusal.MERCHANT_OTHER;
            case NAME -> cell.kind() == Kind.FORMULA ? CardholderRefusal.CELL_IS_FORMULA
                    : cell.text().isEmpty() || cell.text().length() > CardUserController.NAME_LENGTH_MAX || !PlainName.isPlain(cell.text())
                    ? CardholderRefusal.NAME_WRONG : null;
            case CARD -> cell.kind() == Kind.NUMBER ? CardholderRefusal.CARD_NUMBER_NOT_TEXT
                    : CardNumbers.typed(cell.text()).isEmpty() ? CardholderRefusal.CARD_NUMBER_WRONG : null;
            case CONTACT -> cell.text().matches(PhoneNumber.NOTED) ? null
                    : cell.kind() == Kind.FORMULA ? CardholderRefusal.CELL_IS_FORMULA : CardholderRefusal.CONTACT_WRONG;
        });
    }

    private Cell cell(SheetRow row, Field field) {
        return row.cell(columns.get(field));
    }

    private void wrong(SheetRow row, Field field, CardholderRefusal refusal) {
        problems.add(new Problem(row.line(), field, refusal));
    }
}
