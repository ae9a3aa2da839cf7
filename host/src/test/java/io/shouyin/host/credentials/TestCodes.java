package io.shouyin.host.credentials;

import io.shouyin.host.platform.OneRead;
import io.shouyin.iso8583.terminal.TransactionKind;
import io.shouyin.kernel.MerchantId;
import io.shouyin.kernel.Secret;
import io.shouyin.kernel.SecretAccess;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.stereotype.Component;

/// A phone that a test reads: codes by the terminal that asked. Switched off, the merchant has no phone.
@Component
@ConditionalOnProperty("test.codes")
public class TestCodes implements CodeCarrier {

    public static final String PHONE = "138****5678";

    private final AtomicBoolean on = new AtomicBoolean();
    private final Map<String, String> codes = new ConcurrentHashMap<>();

    public void turn(boolean toOn) {
        on.set(toOn);
    }

    /// The last code for a terminal.
    public String of(String terminal) {
        return codes.get(terminal);
    }

    @Override
    public Optional<String> phoneOf(MerchantId merchant) {
        return on.get() ? Optional.of(PHONE) : Optional.empty();
    }

    @Override
    public BooleanSupplier reaches(OneRead read, MerchantId merchant) {
        return on::get;
    }

    @Override
    public boolean canTell(TransactionKind kind) {
        return true;
    }

    @Override
    public void carry(Challenge challenge, Secret code) {
        try (code) {
            codes.put(challenge.transaction().terminal().value(), new String(code.reveal(SecretAccess.granted()), StandardCharsets.US_ASCII));
        }
    }
}
