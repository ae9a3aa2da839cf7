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
    CARD_NUMBER_IN_ADDRESS(HttpStatus.BAD_REQUEST, "网址中不得出现完整卡号,请用卡号查找", "A whole card number does not belong in an address: use the search by card number");

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
