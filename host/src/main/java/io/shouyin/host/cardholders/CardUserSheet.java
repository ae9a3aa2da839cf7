package io.shouyin.host.cardholders;

import io.shouyin.host.cardholders.CardUsers.Registration;
import io.shouyin.host.sheets.SheetColumns;
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
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Card users as a table: the columns, and what is wrong with a line.
final class CardUserSheet {

    /// The columns.
    enum Field implements SheetColumns.Head {
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

        @Override
        public String zh() {
            return zh;
        }

        @Override
        public String en() {
            return en;
        }
    }

    /// Something is wrong with a line. The value is not repeated.
    record Problem(int line, Field field, Refusal refusal) {}

    /// A line that can be registered.
    record Line(int number, Registration wanted) {}

    record Read(List<Line> good, List<Problem> problems) {}

    private final MerchantId merchant;
    private SheetColumns<Field> columns;
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
        if (columns == null) {
            columns = SheetColumns.of(row, Field.class, EnumSet.of(Field.MERCHANT));
        } else {
            line(row);
        }
    }

    private void line(SheetRow row) {
        int before = problems.size();
        for (Field field : columns.present()) {
            Cell cell = columns.cell(row, field);
            (cell.kind() == Kind.RESULT ? Optional.of(CardholderRefusal.CELL_IS_RESULT) : problem(field, cell)).ifPresent(refusal -> wrong(row, field, refusal));
        }
        if (problems.size() == before) {
            Pan card = CardNumbers.typed(columns.text(row, Field.CARD)).orElseThrow();
            if (cards.add(card)) {
                good.add(new Line(row.line(), new Registration(merchant, columns.text(row, Field.NAME), columns.text(row, Field.CONTACT), card)));
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

    private void wrong(SheetRow row, Field field, CardholderRefusal refusal) {
        problems.add(new Problem(row.line(), field, refusal));
    }
}
