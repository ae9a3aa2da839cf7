package io.shouyin.release;

import io.shouyin.kernel.Refusal;

/// Why a release, one of its files or an order is not taken, in the order in which it is asked.
public enum ReleaseRefusal implements Refusal {
    RELEASE_TOO_LARGE("发布文件超过长度上限", "The release file is longer than it may be"),
    RELEASE_MALFORMED("发布文件不符合格式", "The release file is not in its one form"),
    RELEASE_KEYS_MALFORMED("发布公钥文件不符合格式", "The file of release keys is not in its form"),
    RELEASE_KEY_FILE_UNUSABLE("签名私钥文件不可用或口令错误", "The signer's key file cannot be used, or the passphrase is wrong"),
    RELEASE_KEY_TWICE("同一把密钥签了两次", "The same key has signed twice"),
    RELEASE_KEY_UNKNOWN("签名密钥不在信任之列", "A signature is by a key that is not trusted"),
    RELEASE_SIGNATURE_WRONG("发布签名错误", "A signature of the release is wrong"),
    RELEASE_SIGNATURES_TOO_FEW("发布签名不足两人", "The release has the signatures of fewer than two people"),
    RELEASE_KEY_NOT_NAMED("签名密钥不是清单所列", "A signature is by a key that the manifest does not name"),
    RELEASE_NOT_YET_VALID("发布尚未生效", "The release is not valid yet"),
    RELEASE_EXPIRED("发布已过期", "The release has expired"),
    RELEASE_PRODUCT_OTHER("不是本产品的发布", "The release is of another product"),
    RELEASE_HARDWARE_OTHER("发布不适用于本机型号", "The release is not for this hardware"),
    RELEASE_BELOW_FLOOR("发布低于允许的最低版本", "The release is below the lowest one that is still allowed"),
    RELEASE_NOT_NEWER("发布不高于现有版本,不允许降级", "The release is not above the present one: no downgrade"),
    RELEASE_FILE_NOT_LISTED("文件不在发布清单中", "The file is not in the manifest of the release"),
    RELEASE_FILE_MISSING("发布清单中的文件缺失", "A file of the manifest is missing"),
    RELEASE_FILE_LENGTH_WRONG("发布文件长度不符", "A file of the release has another length"),
    RELEASE_FILE_HASH_WRONG("发布文件摘要不符", "A file of the release has another hash"),
    UPDATE_ORDER_TOO_LARGE("更新指令超过长度上限", "The order is longer than it may be"),
    UPDATE_ORDER_MALFORMED("更新指令不符合格式", "The order is not in its one form"),
    UPDATE_ORDER_SIGNATURE_WRONG("更新指令签名错误", "The order's signature is wrong"),
    UPDATE_ORDER_OF_ANOTHER_TERMINAL("更新指令属于另一台终端", "The order is for another terminal"),
    UPDATE_ORDER_NOT_YET_VALID("更新指令的时间在未来", "The order is from the future"),
    UPDATE_ORDER_EXPIRED("更新指令已过期", "The order has expired"),
    UPDATE_ORDER_OLD("更新指令的序号已用过", "The order's sequence is not above the last one"),
    UPDATE_ORDER_OF_ANOTHER_ACTION("更新指令属于另一次更新", "The order is for another action"),
    UPDATE_ORDER_OF_ANOTHER_RELEASE("更新指令指向另一个发布", "The order is for another release");

    private final String zh;
    private final String en;

    ReleaseRefusal(String zh, String en) {
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
