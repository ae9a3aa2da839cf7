package io.shouyin.host.fleet.register;

import io.shouyin.host.web.RefusedRequest;
import io.shouyin.kernel.Refusal;
import org.springframework.http.HttpStatus;

/// Why the register of devices says no.
public enum RegisterRefusal implements Refusal {
    DEVICE_UNKNOWN(HttpStatus.NOT_FOUND, "没有这台设备", "There is no such device"),
    DEVICE_KNOWN(HttpStatus.CONFLICT, "这台设备已入库", "The device is in the register already"),
    DEVICE_IN_REPAIR(HttpStatus.CONFLICT, "设备在维修中,先收回", "The device is in repair: take it back first"),
    DEVICE_NOT_IN_REPAIR(HttpStatus.CONFLICT, "设备不在维修中", "The device is not in repair"),
    DEVICE_NOT_BOUND(HttpStatus.CONFLICT, "设备未绑定商户", "The device is bound to no merchant"),
    DEVICE_RETIRED(HttpStatus.CONFLICT, "设备已报废", "The device is retired"),
    DEVICE_OF_ANOTHER_MERCHANT(HttpStatus.CONFLICT, "设备已绑定另一商户", "The device is bound to another merchant"),
    DEVICE_MODEL_DIFFERS(HttpStatus.CONFLICT, "型号与入库时不同", "The model is not the one that the device has in the register"),
    MODEL_UNKNOWN(HttpStatus.NOT_FOUND, "没有这个型号", "There is no such model"),
    MODEL_KNOWN(HttpStatus.CONFLICT, "型号已有", "There is such a model already"),
    MODEL_APPROVAL_OVER(HttpStatus.CONFLICT, "该型号的 PCI PTS 认证已过期,不能再布放", "The PCI PTS approval of the model is over: none is newly deployed"),
    MODEL_APPROVAL_HALF(HttpStatus.UNPROCESSABLE_CONTENT, "认证编号与到期日须同时填写", "An approval has both, its number and its last day"),
    OWNER_NUMBER_WRONG(HttpStatus.UNPROCESSABLE_CONTENT, "须为18位统一社会信用代码或居民身份证号,且校验位正确", "It is a unified social credit code or a resident ID: 18 characters, and the check character is right"),
    SETTLEMENT_ACCOUNT_WRONG(HttpStatus.UNPROCESSABLE_CONTENT, "结算账户须为8至32位数字", "A settlement account has 8 to 32 digits"),
    POSITION_HALF(HttpStatus.UNPROCESSABLE_CONTENT, "纬度与经度须同时填写", "A position has both, latitude and longitude"),
    BINDING_UNCHANGED(HttpStatus.UNPROCESSABLE_CONTENT, "与现在的绑定相同", "It is bound like that already"),
    BINDING_DRAFT_GONE(HttpStatus.CONFLICT, "提议的内容已不在,请重新提出", "What was proposed is gone: propose it again"),
    BINDING_CHANGED_MEANWHILE(HttpStatus.CONFLICT, "提议之后绑定已变,请重新提出", "The binding has changed since it was proposed: propose it again"),
    SERIAL_NUMBER_WRONG(HttpStatus.UNPROCESSABLE_CONTENT, "序列号须为8至32个字母、数字或减号", "A serial number has 8 to 32 letters, digits and hyphens"),
    SERIAL_NUMBER_NOT_TEXT(HttpStatus.UNPROCESSABLE_CONTENT, "序列号须为文本格式:Excel 的数字只保留15位", "A serial number is a cell of type text: Excel keeps 15 digits of a number"),
    PLACE_WRONG(HttpStatus.UNPROCESSABLE_CONTENT, "存放地点最多40个字符,不能有看不见、倒写、形似或叠加的字符", "A place has 40 characters at most, none of them invisible, reversed, a look-alike or with marks piled up"),
    DEVICE_TWICE_IN_FILE(HttpStatus.UNPROCESSABLE_CONTENT, "文件前面已有同一序列号", "The same serial number stands further up in the file"),
    CELL_COMPUTED(HttpStatus.UNPROCESSABLE_CONTENT, "单元格须为文本,不能是公式、错误值或逻辑值", "A cell is text, not a formula, an error, true or false"),
    CELL_BEGINS_LIKE_A_FORMULA(HttpStatus.UNPROCESSABLE_CONTENT, "单元格以公式字符开头", "The cell begins like a formula"),
    IMPORT_HAS_WRONG_LINES(HttpStatus.UNPROCESSABLE_CONTENT, "有行不能导入,全部未导入", "Some lines cannot be imported, so none was"),
    IMPORT_UNDER_WAY(HttpStatus.CONFLICT, "另一个导入正在进行,请稍后再试", "Another import is under way: try again later"),
    IMPORT_UNKNOWN(HttpStatus.NOT_FOUND, "没有这次导入", "There is no such import"),
    INSPECTION_NOTE_NEEDED(HttpStatus.UNPROCESSABLE_CONTENT, "有异常须说明看到了什么", "What is not in order is to be described"),
    BATCH_NOT_SETTLED(HttpStatus.CONFLICT, "终端还有未结算的交易,先结算", "The terminal has transactions that are not settled: settle first"),
    PRE_AUTHORIZATION_OPEN(HttpStatus.CONFLICT, "终端还有未完成的预授权,先完成或撤销;也可在本商户的其他终端上完成",
            "The terminal has open pre-authorizations: complete or void them first; another terminal of the merchant can do it as well"),
    REVERSAL_NOT_DONE(HttpStatus.CONFLICT, "终端还有未完成的交易或冲正,稍后再试", "The terminal has transactions or reversals under way: try again later");

    private final HttpStatus status;
    private final String zh;
    private final String en;

    RegisterRefusal(HttpStatus status, String zh, String en) {
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
