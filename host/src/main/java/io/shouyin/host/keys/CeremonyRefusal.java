package io.shouyin.host.keys;

import io.shouyin.host.web.RefusedRequest;
import io.shouyin.kernel.Refusal;
import org.springframework.http.HttpStatus;

/// Why a key ceremony says no.
public enum CeremonyRefusal implements Refusal {
    CEREMONY_UNKNOWN(HttpStatus.NOT_FOUND, "没有这个密钥仪式", "There is no such key ceremony"),
    CEREMONY_SECOND_PERSON_NEEDED(HttpStatus.FORBIDDEN, "须由另一人批准,提出人不能自己批准", "Another person must approve, not the one who proposed"),
    CEREMONY_APPROVED_ALREADY(HttpStatus.CONFLICT, "该仪式已经批准", "The ceremony has been approved already"),
    CEREMONY_NOT_APPROVED(HttpStatus.CONFLICT, "该仪式尚未批准", "The ceremony has not been approved yet"),
    CEREMONY_ONE_PART_EACH(HttpStatus.FORBIDDEN, "每位密钥管理员只能经手一份分量或份额", "Each key officer has one component or share, not two"),
    CEREMONY_PART_TAKEN(HttpStatus.CONFLICT, "这一份已由别人录入", "Somebody else has entered this part"),
    CEREMONY_PART_NOT_WANTED(HttpStatus.CONFLICT, "该仪式不需要这一步", "The ceremony has no such step"),
    CEREMONY_UNDER_WAY(HttpStatus.CONFLICT, "该密钥已有仪式在进行", "A ceremony for this key is under way"),
    CEREMONY_EXPIRED(HttpStatus.CONFLICT, "该仪式已过期,请重新提出", "The ceremony has expired: propose it again"),
    CEREMONY_ENDED(HttpStatus.CONFLICT, "该仪式已结束", "The ceremony has ended"),
    KEY_UNKNOWN(HttpStatus.NOT_FOUND, "没有这把密钥", "There is no such key"),
    KEY_STATE_REFUSED(HttpStatus.CONFLICT, "密钥当前的状态不允许这一步", "The key's state does not allow this step"),
    KEY_CHECK_VALUE_OTHER(HttpStatus.UNPROCESSABLE_CONTENT, "校验值不是密钥这一版本的", "The check value is not that of this version of the key"),
    KEY_OWN_REFUSED(HttpStatus.CONFLICT, "系统自用的密钥不由仪式管理", "The host's own keys are not changed by ceremonies"),
    KEY_PURPOSE_REFUSED(HttpStatus.UNPROCESSABLE_CONTENT, "这种用途的密钥不能由该仪式产生", "A key for this purpose cannot come from this ceremony"),
    KEY_PURPOSE_OTHER(HttpStatus.CONFLICT, "同名密钥已有另一用途", "The key of this name has another purpose"),
    KEY_DIVISION_REFUSED(HttpStatus.UNPROCESSABLE_CONTENT, "分量须为 2 或 3 个,份额须为 2 至 16 个且门限不超过份数",
            "There are 2 or 3 components, or 2 to 16 shares with a threshold of no more"),
    TERMINAL_HAS_KEYS(HttpStatus.CONFLICT, "终端已激活并有密钥:确要换掉,须明确选择(replaceKeys,--replace)",
            "The terminal is activated and has keys: that they are to be replaced is said in so many words (replaceKeys, --replace)"),
    EXCHANGE_KEY_MISSING(HttpStatus.UNPROCESSABLE_CONTENT, "没有这把启用中的区域主密钥", "There is no active zone master key of this name");

    private final HttpStatus status;
    private final String zh;
    private final String en;

    CeremonyRefusal(HttpStatus status, String zh, String en) {
        this.status = status;
        this.zh = zh;
        this.en = en;
    }

    RefusedRequest refused() {
        return new RefusedRequest(status, this);
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
