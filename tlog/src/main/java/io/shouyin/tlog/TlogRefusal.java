package io.shouyin.tlog;

import io.shouyin.kernel.Fault;
import io.shouyin.kernel.Fault.Recovery;
import io.shouyin.kernel.Refusal;

/// Why a piece of evidence is not taken. The first group is form, the second is proof that something was changed or is not what it claims to be.
public enum TlogRefusal implements Refusal {

    VERIFIER_KEY_MALFORMED("验证公钥格式有误", "A verifier key has another form"),
    SIGNER_KEY_MALFORMED("签名私钥格式有误", "A signer key has another form"),
    NOTE_MALFORMED("签名文本格式有误", "A signed note has another form"),
    CHECKPOINT_MALFORMED("检查点格式有误", "A checkpoint has another form"),
    PROOF_MALFORMED("证明格式有误", "A proof has another form"),
    TILE_MALFORMED("哈希块的路径或长度有误", "A tile has another path or length"),

    NOTE_NOT_SIGNED("没有应有公钥的签名", "No signature by the key that is asked for"),
    NOTE_SIGNATURE_WRONG("签名与内容不符", "A signature does not fit the text"),
    CHECKPOINT_OF_ANOTHER_LOG("检查点属于另一份日志", "The checkpoint is of another log"),
    INCLUSION_NOT_PROVED("证明不能说明这条记录在日志里", "The proof does not show that the entry is in the log"),
    CONSISTENCY_NOT_PROVED("证明不能说明新日志包含旧日志", "The proof does not show that the log only grew");

    private final String zh;
    private final String en;

    TlogRefusal(String zh, String en) {
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

    Fault refused() {
        return new Fault(this, Recovery.FIX_THE_INPUT);
    }

    void unless(boolean holds) {
        if (!holds) {
            throw refused();
        }
    }
}
