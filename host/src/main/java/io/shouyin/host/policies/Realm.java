package io.shouyin.host.policies;

import java.util.EnumSet;
import java.util.Set;

/// Whose passwords a policy is about.
public enum Realm {
    /// Administrators and key officers: those who can change the platform itself.
    PLATFORM("平台管理人员", "Administrators and key officers", "pci-4.0.1", EnumSet.of(Level.PLATFORM, Level.PROVIDER)),
    /// Everybody else who logs in to the console.
    PROVIDER("服务商员工", "The provider's staff", "pci-4.0.1", EnumSet.of(Level.PLATFORM, Level.PROVIDER)),
    CARDHOLDER("持卡人卡密码", "Cardholders' card passwords", "guide", EnumSet.allOf(Level.class)),
    TERMINAL_OPERATOR("终端操作员密码", "Operators of terminals", "terminal-operator-pin", EnumSet.allOf(Level.class)),
    TRANSACTION_PASSWORD("交易密码", "Transaction passwords", "guide", EnumSet.allOf(Level.class));

    private final String zh;
    private final String en;
    private final String firstProfile;
    private final Set<Level> levels;

    Realm(String zh, String en, String firstProfile, Set<Level> levels) {
        this.zh = zh;
        this.en = en;
        this.firstProfile = firstProfile;
        this.levels = levels;
    }

    public String zh() {
        return zh;
    }

    public String en() {
        return en;
    }

    /// In force until somebody sets something else.
    public String firstProfile() {
        return firstProfile;
    }

    /// Who can have a say.
    public boolean has(Level level) {
        return levels.contains(level);
    }

    /// Whether people type it into a browser, where a second factor can stand beside it.
    public boolean ofConsole() {
        return this == PLATFORM || this == PROVIDER;
    }
}
