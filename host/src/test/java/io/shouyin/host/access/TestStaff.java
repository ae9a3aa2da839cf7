package io.shouyin.host.access;

import io.shouyin.host.TestBrowser;
import io.shouyin.kernel.Secret;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.springframework.boot.web.server.servlet.context.ServletWebServerApplicationContext;

/// People for tests: accounts whose password is known and was changed, and browsers in which they are logged in.
public final class TestStaff {

    public static final String PASSWORD = "Brave-Kettle-7-Window";

    private static final AtomicInteger NUMBER = new AtomicInteger();

    private final AccountStore accounts;
    private final PasswordHasher hasher;
    private final InstantSource time;
    private final ServletWebServerApplicationContext host;

    TestStaff(AccountStore accounts, PasswordHasher hasher, InstantSource time, ServletWebServerApplicationContext host) {
        this.accounts = accounts;
        this.hasher = hasher;
        this.time = time;
        this.host = host;
    }

    /// A new account with these roles.
    ///
    /// @return its user name
    public String account(Role... roles) {
        var username = "person" + NUMBER.incrementAndGet();
        var now = time.instant();
        var hash = hasher.hash(Secret.of(PASSWORD));
        accounts.add(username, "测试员", Set.of(roles), hash, now, now);
        accounts.setPassword(username, hash, Optional.empty(), now);
        return username;
    }

    /// A browser in which a new person with these roles is logged in.
    public TestBrowser loggedIn(Role... roles) {
        var browser = browser();
        browser.login(account(roles), PASSWORD);
        return browser;
    }

    /// A browser in which nobody is logged in.
    public TestBrowser browser() {
        return new TestBrowser(host.getWebServer().getPort());
    }
}
