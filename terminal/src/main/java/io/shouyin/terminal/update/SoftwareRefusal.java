package io.shouyin.terminal.update;

import io.shouyin.kernel.Refusal;

/// Why an update that is offered is not installed, or not kept, where it is not for a signature: those are [io.shouyin.release.ReleaseRefusal].
public enum SoftwareRefusal implements Refusal {
    SOFTWARE_OFFER_UNUSABLE("主机提供的更新不是一个可安装的发布", "What the host offers is not one release that can be installed"),
    SOFTWARE_KEYS_CHANGED("主机给出的发布公钥与本机首次记下的不同", "The host names other release keys than those this terminal was given first"),
    SOFTWARE_TOO_LARGE("发布超过本机容量", "The release is larger than this terminal takes"),
    SOFTWARE_STORAGE_FULL("存储空间不足,未安装更新", "Storage is full: the update was not installed"),
    SOFTWARE_BROKEN("新软件无法启动,已退回旧版本", "The new software does not start: the old one runs again"),
    SOFTWARE_UNREACHING("新软件连不上主机,已退回旧版本", "The new software does not reach the host: the old one runs again"),
    SOFTWARE_CANCELLED("更新已取消", "The update was cancelled"),
    SOFTWARE_RUNS_ALREADY("新软件已在运行,不能取消", "The new software runs already: too late to cancel");

    private final String zh;
    private final String en;

    SoftwareRefusal(String zh, String en) {
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
