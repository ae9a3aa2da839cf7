package io.shouyin.host.web;

import io.shouyin.kernel.Refusal;

/// Refusals that any HTTP request can meet.
public enum WebRefusal implements Refusal {
    REQUEST_INVALID("请求内容不符合要求", "The request is not as required"),
    BODY_TOO_LONG("请求内容过长", "The body of the request is too long"),
    NOT_FOUND("没有这个资源", "There is no such resource"),
    METHOD_NOT_ALLOWED("此处不支持该方法", "The method is not allowed here"),
    MEDIA_TYPE_UNSUPPORTED("不支持的内容类型", "The media type is not supported"),
    NOT_ACCEPTABLE("无法按要求的类型回答", "No answer in the wanted media type"),
    LOGIN_REQUIRED("请先登录", "Log in first"),
    ACCESS_DENIED("没有权限", "Not allowed for your role"),
    CSRF_REFUSED("请求缺少有效的防伪标记，请刷新页面", "The request lacks a valid CSRF token: reload the page"),
    EVENTS_FULL("实时连接过多，请稍后再试", "Too many live connections: try again later"),
    REQUESTS_TOO_MANY("请求过多，请稍后再试", "Too many requests: try again later");

    private final String zh;
    private final String en;

    WebRefusal(String zh, String en) {
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
