package io.shouyin.tlog;

/// How a log can be broken; each is found in one pass over its entries.
public enum Broken {

    ENTRY_CHANGED("记录的内容与其哈希或列不符", "an entry does not fit its hash or its columns"),
    ENTRY_MISSING("树里有位置,但没有记录", "a leaf has no entry, or an index is missing"),
    LEAF_MISSING("记录没有在树里,也不在等待", "an entry has no leaf and does not wait for one"),
    TILE_CHANGED("保存的哈希块与记录不符", "a stored tile does not fit the entries"),
    CHECKPOINT_DIFFERS("检查点的根哈希与记录不符:改动、换序或分叉", "a checkpoint has another root: entries were changed or reordered, or there are two histories"),
    LOG_SHORTER("日志比检查点短:尾部被删除,或恢复了旧备份", "the log is shorter than a checkpoint: its tail is gone, or an old backup was restored"),
    CHECKPOINT_OLD("最新检查点比已知的旧", "the latest checkpoint is older than one that is known"),
    CHECKPOINT_NOT_SIGNED("检查点的签名不对", "a checkpoint is not signed by the log"),
    COSIGNATURE_MISSING("缺少见证方的会签", "a witness has not cosigned the checkpoint");

    private final String zh;
    private final String en;

    Broken(String zh, String en) {
        this.zh = zh;
        this.en = en;
    }

    public String zh() {
        return zh;
    }

    public String en() {
        return en;
    }
}
