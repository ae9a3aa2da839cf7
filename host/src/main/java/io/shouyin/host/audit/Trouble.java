package io.shouyin.host.audit;

import io.shouyin.kernel.Refusal;

/// What is wrong with the log. All but the last two keep this host from signing checkpoints; entries are written and get their leaves all the same. Who looks after the
/// log has to look now.
public enum Trouble implements Refusal {

    LOG_KEY_MISSING("数据库里已有本日志的检查点,但本机没有签名私钥", "The database has checkpoints of this log, and this host has not the key that signs them"),
    LOG_KEY_DIFFERS("本机的签名私钥不是签署上一个检查点的那一把", "This host's key is not the one that signed the last checkpoint"),
    LOG_FOLDER_UNREADABLE("读不到审计文件夹里的私钥或检查点", "The key or the checkpoint in the audit folder cannot be read"),
    LOG_SHRANK("日志比已签署的检查点短:记录被删除,或恢复了旧备份", "The log is shorter than a checkpoint that was signed: entries are gone, or an old backup was restored"),
    LOG_FORKED("日志与已签署的检查点不一致:记录被改动或换序", "The log does not fit a checkpoint that was signed: entries were changed or reordered"),
    LOG_CHANGED("已入树的记录或哈希块与当初写下的不符:数据库被改动", "Entries or tiles are not what they were when they got into the tree: the database was changed"),
    WITNESS_REFUSES("见证方拒绝了检查点", "A witness refuses the checkpoint");

    private final String zh;
    private final String en;

    Trouble(String zh, String en) {
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
