package io.shouyin.host.access;

import io.shouyin.host.audit.AuditActor;
import io.shouyin.host.audit.AuditEntry;
import io.shouyin.host.audit.AuditLog;
import io.shouyin.kernel.Secret;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/// The very first accounts: two, since one administrator can make no other. No password is shipped: each is random, handed to the
/// installer once, for two people, and must be changed at first use.
@Component
public class FirstAdministrators {

    public static final String FIRST = "admin";
    public static final String SECOND = "admin2";

    private static final List<String> USERNAMES = List.of(FIRST, SECOND);

    private final AccountStore accounts;
    private final PasswordHasher hasher;
    private final AuditLog audit;
    private final AccessSettings settings;
    private final InstantSource time;
    private final TransactionTemplate transaction;

    FirstAdministrators(AccountStore accounts, PasswordHasher hasher, AuditLog audit, AccessSettings settings, InstantSource time,
                        TransactionTemplate transaction) {
        this.accounts = accounts;
        this.hasher = hasher;
        this.audit = audit;
        this.settings = settings;
        this.time = time;
        this.transaction = transaction;
    }

    /// Makes the accounts `admin` and `admin2` as long as there are not two administrators; one of them that was not used before its
    /// one-time password ended gets another. Of several hosts that start at once, one does.
    ///
    /// @return one-time passwords by user name, to be printed once and closed
    public Map<String, Secret> ensure() {
        var issued = new LinkedHashMap<String, Secret>();
        var hashes = new LinkedHashMap<String, String>();
        USERNAMES.stream().filter(this::wanted).forEach(username -> {
            var password = OneTimePassword.make();
            issued.put(username, password);
            hashes.put(username, hasher.hash(password));
        });
        transaction.executeWithoutResult(_ -> hashes.forEach((username, hash) -> {
            if (!add(username, hash) && !renew(username, hash)) {
                issued.remove(username).close();
            }
        }));
        return issued;
    }

    private boolean wanted(String username) {
        return accounts.find(username).map(this::unused).orElseGet(() -> accounts.administrators() <= USERNAMES.indexOf(username));
    }

    private boolean unused(Account account) {
        return account.active() && account.roles().equals(EnumSet.of(Role.ADMINISTRATOR)) && account.lastLoginAt().isEmpty()
                && account.initialUntil().map(until -> !time.instant().isBefore(until)).orElse(false);
    }

    private boolean add(String username, String hash) {
        var now = time.instant();
        var added = accounts.add(username, "管理员", EnumSet.of(Role.ADMINISTRATOR), hash, now.plus(settings.initialPasswordAgeMax()), now);
        if (added) {
            audit.append(AuditEntry.done("staff.create", "staff:" + username).by(AuditActor.system("start")).because("first start"));
        }
        return added;
    }

    private boolean renew(String username, String hash) {
        var now = time.instant();
        if (!accounts.lock(username).map(this::unused).orElse(false)) {
            return false;
        }
        accounts.setPassword(username, hash, Optional.of(now.plus(settings.initialPasswordAgeMax())), now);
        audit.append(AuditEntry.done("staff.reset", "staff:" + username).by(AuditActor.system("start")).because("never used"));
        return true;
    }
}
