package io.shouyin.host.credentials;

import io.shouyin.host.merchants.Merchant;
import io.shouyin.host.merchants.Merchants;
import io.shouyin.host.notify.SmsMessage;
import io.shouyin.host.notify.SmsPurpose;
import io.shouyin.host.notify.SmsSender;
import io.shouyin.host.notify.SmsTexts;
import io.shouyin.host.platform.OneRead;
import io.shouyin.iso8583.terminal.TransactionKind;
import io.shouyin.kernel.MerchantId;
import io.shouyin.kernel.PhoneNumber;
import io.shouyin.kernel.Secret;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.springframework.stereotype.Component;

/// Codes by SMS to the phone that the merchant is registered with, if it is one that takes text messages.
@Component
class SmsCodes implements CodeCarrier {

    private final Merchants merchants;
    private final SmsSender sender;

    SmsCodes(Merchants merchants, SmsSender sender) {
        this.merchants = merchants;
        this.sender = sender;
    }

    @Override
    public Optional<String> phoneOf(MerchantId merchant) {
        return phone(merchant).map(PhoneNumber::masked);
    }

    @Override
    public BooleanSupplier reaches(OneRead read, MerchantId merchant) {
        if (!sender.isSetUp()) {
            return () -> false;
        }
        Supplier<List<String>> phone = merchants.phone(read, merchant);
        return () -> phone.get().stream().anyMatch(number -> PhoneNumber.find(number).isPresent());
    }

    private Optional<PhoneNumber> phone(MerchantId merchant) {
        return sender.isSetUp() ? merchants.find(merchant).map(Merchant::phone).flatMap(PhoneNumber::find) : Optional.empty();
    }

    @Override
    public boolean canTell(TransactionKind kind) {
        return purpose(kind).isPresent();
    }

    private static Optional<SmsPurpose> purpose(TransactionKind kind) {
        return switch (kind) {
            case SALE -> Optional.of(SmsPurpose.SALE_CODE);
            case BALANCE -> Optional.of(SmsPurpose.BALANCE_CODE);
            case VOID -> Optional.of(SmsPurpose.VOID_CODE);
            case REFUND -> Optional.of(SmsPurpose.REFUND_CODE);
            case PRE_AUTH, PRE_AUTH_TOP_UP -> Optional.of(SmsPurpose.PRE_AUTH_CODE);
            case PRE_AUTH_VOID -> Optional.of(SmsPurpose.PRE_AUTH_VOID_CODE);
            case COMPLETION, COMPLETION_NOTICE -> Optional.of(SmsPurpose.COMPLETION_CODE);
            case COMPLETION_VOID -> Optional.of(SmsPurpose.COMPLETION_VOID_CODE);
            case TransactionKind _ -> Optional.empty();
        };
    }

    /// A code that is sent again is another message.
    @Override
    public void carry(Challenge challenge, Secret code) {
        Challenge.Transaction transaction = challenge.transaction();
        SmsPurpose purpose = purpose(transaction.kind()).orElseThrow();
        PhoneNumber phone = phone(transaction.merchant()).orElseThrow();
        try (code; Secret text = SmsTexts.transactionCode(purpose, code, transaction.amount(), Challenges.LIFETIME, Locale.SIMPLIFIED_CHINESE)) {
            sender.send(new SmsMessage(UUID.randomUUID(), phone, purpose, text, challenge.expiresAt()));
        }
    }
}
