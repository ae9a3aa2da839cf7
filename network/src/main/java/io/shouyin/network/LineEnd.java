package io.shouyin.network;

import io.shouyin.kernel.Refusal;

/// Every way in which a connection of the simulated network ends.
public enum LineEnd implements Refusal {
    NETWORK_LINE_CLOSED_BY_PEER("对端关闭了连接。", "The peer closed the connection."),
    NETWORK_LINE_FRAME_EMPTY("报文长度为零。", "A frame announced no bytes."),
    NETWORK_LINE_FRAME_TOO_LONG("报文长度超过上限。", "A frame announced more bytes than the limit."),
    NETWORK_LINE_FRAME_TRUNCATED("连接在报文中间断开。", "The connection ended inside a frame."),
    NETWORK_LINE_FRAME_TOO_SLOW("报文未在时限内收完。", "A frame did not arrive within its deadline."),
    NETWORK_LINE_IDLE("连接空闲超过时限。", "Nothing arrived within the idle deadline."),
    NETWORK_LINE_FRAME_UNREADABLE("报文无法解析且无法应答。", "A frame could not be decoded far enough to be answered."),
    NETWORK_LINE_STALLED("对端长时间不收取应答。", "The peer left too many answers unread."),
    NETWORK_LINE_WRITE_FAILED("应答无法发送。", "An answer could not be sent."),
    NETWORK_LINE_CLOSED_ON_PURPOSE("按设定的行为关闭连接。", "The behaviour that is set closes the connection."),
    NETWORK_LINE_JOURNAL_FAILED("流水无法落盘,关闭连接。", "The journal cannot be written, so nothing is answered."),
    NETWORK_LINE_TOO_MANY("连接数超过上限。", "There are more connections than the limit."),
    NETWORK_LINE_FAILED("处理请求时发生内部错误。", "A request met an error of our own."),
    NETWORK_LINE_STOPPING("网络正在停止。", "The network is stopping.");

    private final String zh;
    private final String en;

    LineEnd(String zh, String en) {
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
