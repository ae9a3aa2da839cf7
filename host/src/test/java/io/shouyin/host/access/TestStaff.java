package io.shouyin.host.access;

import io.shouyin.host.TestBrowser;
import io.shouyin.kernel.Secret;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.springframework.boot.web.server.servlet.context.ServletWebServerApplicationContext;
import org.springframework.transaction.support.TransactionTemplate;

/// People for tests: accounts whose password is known and was changed, and browsers in which they are logged in.
public final class TestStaff {

    public static final String PASSWORD = "Brave-Kettle-7-Window";

    private static final AtomicInteger NUMBER = new AtomicInteger();

    private final AccountStore accounts;
    private final ProposalStore proposals;
    private final TransactionTemplate transaction;
    private final PasswordHasher hasher;
    private final InstantSource time;
    private final ServletWebServerApplicationContext host;

    TestStaff(AccountStore accounts, ProposalStore proposals, TransactionTemplate transaction, PasswordHasher hasher, InstantSource time, ServletWebServerApplicationContext host) {
        this.accounts = accounts;
        this.proposals = proposals;
        this.transaction = transaction;
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
        transaction.executeWithoutResult(_ -> {
            var id = "TEST%04d".formatted(NUMBER.get());
            proposals.add(new Proposal(id, ProposalKind.ACCOUNT_CREATE, "staff:" + username, Optional.of("测试员"), Set.of(roles), Optional.empty(), Proposal.State.PROPOSED,
                    "one", now, now.plusSeconds(1), Optional.empty(), Optional.empty(), Optional.empty()));
            proposals.approve(id, "other");
            accounts.add(username, "测试员", Set.of(roles), hash, now, now);
            accounts.setPassword(username, hash, Optional.empty(), now);
            proposals.done(id, now);
        });
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

    /// The secret of an authenticator application, from Base32 as it was offered.
    public static byte[] totpSecret(String base32) {
        var bytes = new byte[base32.length() * 5 / 8];
        for (int bit = 0; bit < bytes.length * 8; bit++) {
            int value = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".indexOf(base32.charAt(bit / 5));
            bytes[bit / 8] |= (byte) ((value >> 4 - bit % 5 & 1) << 7 - bit % 8);
        }
        return bytes;
    }
}
