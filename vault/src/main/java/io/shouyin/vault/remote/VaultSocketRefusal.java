package io.shouyin.vault.remote;

import io.shouyin.kernel.Fault;
import io.shouyin.kernel.Fault.Recovery;
import io.shouyin.kernel.Refusal;

/// Every reason for which a vault in a process of its own is not served or not used.
public enum VaultSocketRefusal implements Refusal {
    VAULT_UNREACHABLE("连不上安全模块进程,请先运行 ./shouyin vault serve", "The vault's process cannot be reached: run ./shouyin vault serve"),
    VAULT_OF_OTHER_RELEASE("安全模块进程与主机的版本不同,请用同一版本", "The vault's process is of another release: use the same one on both sides"),
    VAULT_PEER_REFUSED("安全模块套接字的对端属于别的用户", "Who is at the other end of the vault's socket is another user"),
    VAULT_REQUEST_TOO_LONG("送往安全模块进程的请求太长", "The request to the vault's process is too long"),
    VAULT_REQUEST_REFUSED("安全模块进程收到的请求格式不对", "The vault's process was sent something that is no request"),
    VAULT_COMMAND_FAILED("安全模块进程执行命令时出错,原因在它的日志里", "A command failed in the vault's process; its log says where"),
    VAULT_SOCKET_IN_USE("这个套接字上已有安全模块进程在运行", "A vault's process is already running on this socket"),
    VAULT_SOCKET_UNUSABLE("不能在这里建立安全模块的套接字", "The vault's socket cannot be made here");

    private final String zh;
    private final String en;

    VaultSocketRefusal(String zh, String en) {
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

    /// @param why what it is about, no value that is secret
    Fault fault(Recovery recovery, String why) {
        return new Fault(name(), recovery, en + " (" + why + ")");
    }
}
