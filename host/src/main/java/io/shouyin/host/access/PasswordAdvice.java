package io.shouyin.host.access;

import io.shouyin.host.web.RefusedRequest;
import io.shouyin.kernel.PasswordRules.Rule;
import io.shouyin.kernel.Secret;
import io.shouyin.kernel.SecretAccess;
import io.shouyin.strength.Strength;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Semaphore;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;

/// How strong a password is while somebody types it, and the rules that it breaks. Advice only; the rules decide. Few are measured at once.
@Component
class PasswordAdvice {

    private static final int AT_ONCE_MAX = 2;

    private final Semaphore places = new Semaphore(AT_ONCE_MAX);
    private final PasswordJudge judge;

    PasswordAdvice(PasswordJudge judge) {
        this.judge = judge;
    }

    record Advice(Strength strength, List<Rule> broken) {}

    /// @throws RefusedRequest [AccessRefusal#ADVICE_BUSY]
    Advice about(Secret password, Account account) {
        if (!places.tryAcquire()) {
            throw new RefusedRequest(HttpStatus.SERVICE_UNAVAILABLE, AccessRefusal.ADVICE_BUSY);
        }
        try {
            return new Advice(strength(password, account), judge.broken(password, account, judge.policy(account)));
        } finally {
            places.release();
        }
    }

    private static Strength strength(Secret password, Account account) {
        var utf8 = password.reveal(SecretAccess.granted());
        CharBuffer text = StandardCharsets.UTF_8.decode(ByteBuffer.wrap(utf8));
        Arrays.fill(utf8, (byte) 0);
        try {
            return Strength.of(text, List.of(account.username(), account.displayName()));
        } finally {
            Arrays.fill(text.array(), '\0');
        }
    }
}
