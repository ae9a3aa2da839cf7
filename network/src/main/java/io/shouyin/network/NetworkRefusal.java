package io.shouyin.network;

import io.shouyin.kernel.Refusal;

/// Why the simulated network refuses to start, or refuses a call to its control port.
public enum NetworkRefusal implements Refusal {
    NETWORK_DATA_IN_USE("另一个进程正在使用该数据目录。", "Another process is using this data folder."),
    NETWORK_DATA_UNUSABLE("数据目录无法创建、读取或写入。", "The data folder cannot be created, read or written."),
    NETWORK_KEYS_UNUSABLE("密钥文件或其口令文件缺失、损坏或不匹配。",
            "The key file or its passphrase file is missing, broken, or they do not fit."),
    NETWORK_CARDS_UNUSABLE("卡片文件缺失或损坏。", "The card file is missing or broken."),
    NETWORK_JOURNAL_DAMAGED("流水文件中间有损坏的记录,拒绝启动。",
            "The journal holds a damaged entry before its end; the network does not start on it."),
    NETWORK_JOURNAL_UNWRITABLE("流水文件无法写入,停止应答。", 
            "The journal cannot be written; the network stops answering."),
    NETWORK_PORT_UNUSABLE("端口无法监听。", "The port cannot be listened on."),
    NETWORK_CONTROL_HOST_REFUSED("控制端口只接受本机地址。", "The control port takes calls to a loopback address only."),
    NETWORK_CONTROL_NOT_FOUND("没有此路径。", "There is no such path."),
    NETWORK_CONTROL_METHOD_REFUSED("此路径不支持该方法。", "The path does not have this method."),
    NETWORK_CONTROL_BODY_TOO_LONG("请求体超过 4096 字节。", "The request body is longer than 4096 bytes."),
    NETWORK_CONTROL_TYPE_REFUSED("请求体必须是 application/json。", "The request body must be application/json."),
    NETWORK_CONTROL_INPUT_INVALID("请求内容无效。", "The request is not valid."),
    NETWORK_CONTROL_FAILED("系统异常,请稍后重试。", "The network failed on this call.");

    private final String zh;
    private final String en;

    NetworkRefusal(String zh, String en) {
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
