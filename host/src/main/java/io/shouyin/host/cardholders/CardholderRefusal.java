package io.shouyin.host.cardholders;

import io.shouyin.host.web.RefusedRequest;
import io.shouyin.kernel.Refusal;
import org.springframework.http.HttpStatus;

/// Why the register of card users says no.
enum CardholderRefusal implements Refusal {
    CARD_USER_UNKNOWN(HttpStatus.NOT_FOUND, "没有这个持卡用户", "There is no such card user"),
    CARD_USER_CHANGED_MEANWHILE(HttpStatus.CONFLICT, "该持卡用户刚被他人修改,请重新打开", "Somebody else has changed the card user: open it again"),
    CARD_TAKEN(HttpStatus.CONFLICT, "该卡在此商户已登记为另一持卡用户", "The card is registered at this merchant with other particulars"),
    CARD_NUMBER_WRONG(HttpStatus.UNPROCESSABLE_CONTENT, "卡号须为12至19位数字且校验位正确", "A card number has 12 to 19 digits, and its check digit is right"),
    CARD_NUMBER_IN_ADDRESS(HttpStatus.BAD_REQUEST, "网址中不得出现完整卡号,请用卡号查找", "A whole card number does not belong in an address: use the search by card number"),
    NAME_WRONG(HttpStatus.UNPROCESSABLE_CONTENT, "姓名须为1至40个字符,不能有看不见、倒写、形似或叠加的字符", "A name has 1 to 40 characters, none of them invisible, reversed, a look-alike or with marks piled up"),
    CONTACT_WRONG(HttpStatus.UNPROCESSABLE_CONTENT, "联系方式须为电话号码:5至20个字符,数字之间可有减号,前面可有加号", "A contact is a telephone number: 5 to 20 characters, digits with single hyphens between them, a plus sign before them"),
    MERCHANT_OTHER(HttpStatus.UNPROCESSABLE_CONTENT, "此行属于另一商户", "The line belongs to another merchant"),
    CARD_TWICE_IN_FILE(HttpStatus.UNPROCESSABLE_CONTENT, "文件前面已有同一张卡", "The same card stands further up in the file"),
    CARD_NUMBER_NOT_TEXT(HttpStatus.UNPROCESSABLE_CONTENT, "卡号须为文本格式:Excel 的数字只保留15位", "A card number is a cell of type text: Excel keeps 15 digits of a number"),
    CELL_IS_RESULT(HttpStatus.UNPROCESSABLE_CONTENT, "单元格须为文本,不能是公式、错误值或逻辑值", "A cell is text, not a formula, an error, true or false"),
    CELL_IS_FORMULA(HttpStatus.UNPROCESSABLE_CONTENT, "单元格以公式字符开头", "The cell begins like a formula"),
    IMPORT_HAS_PROBLEMS(HttpStatus.UNPROCESSABLE_CONTENT, "有行不能导入,全部未导入", "Some lines cannot be imported, so none was");

    private final HttpStatus status;
    private final String zh;
    private final String en;

    CardholderRefusal(HttpStatus status, String zh, String en) {
        this.status = status;
        this.zh = zh;
        this.en = en;
    }

    RefusedRequest refused() {
        return new RefusedRequest(status, this);
    }

    void when(boolean holds) {
        if (holds) {
            throw refused();
        }
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
