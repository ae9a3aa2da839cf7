package io.shouyin.host.fleet.parameters;

import io.shouyin.host.web.RefusedRequest;
import io.shouyin.kernel.Refusal;
import org.springframework.http.HttpStatus;

/// Why parameters are not taken.
public enum ParameterRefusal implements Refusal {
    PARAMETER_UNKNOWN(HttpStatus.UNPROCESSABLE_CONTENT, "没有这个参数", "There is no such parameter"),
    PARAMETER_OUT_OF_RANGE(HttpStatus.UNPROCESSABLE_CONTENT, "参数的值不在允许的范围内", "The value is out of the parameter's range"),
    PARAMETER_SCOPE_UNKNOWN(HttpStatus.UNPROCESSABLE_CONTENT, "这一层没有这个机型、商户或终端", "The layer has no such model, merchant or terminal"),
    PARAMETERS_CHANGED_MEANWHILE(HttpStatus.CONFLICT, "参数已被他人修改,请重新查看", "Somebody has changed the parameters meanwhile: look again"),
    PARAMETERS_THE_SAME(HttpStatus.UNPROCESSABLE_CONTENT, "与现有的参数相同,没有可改的", "These are the present values: nothing to change"),
    PARAMETER_VERSION_UNKNOWN(HttpStatus.NOT_FOUND, "没有这个版本", "There is no such version"),
    PARAMETERS_FOR_KEYLESS(HttpStatus.CONFLICT, "终端没有凭证密钥,无法取得参数", "The terminal has no credential key: it cannot be given parameters");

    private final HttpStatus status;
    private final String zh;
    private final String en;

    ParameterRefusal(HttpStatus status, String zh, String en) {
        this.status = status;
        this.zh = zh;
        this.en = en;
    }

    void when(boolean holds) {
        if (holds) {
            throw refused();
        }
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
