package io.shouyin.iso8583.terminal;

/// What the host asks a terminal to do next, in the header of an answer; the digit is the ordinal.
public enum ProcessingRequest {
    NONE("无", "none"),
    DOWNLOAD_PARAMETERS("下传终端参数", "download parameters"),
    UPLOAD_STATUS("上传终端磁条卡状态信息", "upload status"),
    SIGN_IN_AGAIN("重新签到", "sign in again"),
    DOWNLOAD_CA_KEYS("下载公钥", "download CA public keys"),
    DOWNLOAD_IC_PARAMETERS("下载IC卡参数", "download IC parameters"),
    UPDATE_PROGRAM("程序更新", "update the program"),
    DOWNLOAD_BLACKLIST("下载黑名单", "download the blacklist");

    private final String zh;
    private final String en;

    ProcessingRequest(String zh, String en) {
        this.zh = zh;
        this.en = en;
    }

    public String zh() {
        return zh;
    }

    public String en() {
        return en;
    }

    /// The digit of the header: 0 to 7.
    public int digit() {
        return ordinal();
    }
}
