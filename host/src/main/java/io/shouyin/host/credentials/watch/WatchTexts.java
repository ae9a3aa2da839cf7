package io.shouyin.host.credentials.watch;

import io.shouyin.host.credentials.RegisteredCards;
import io.shouyin.host.merchants.Merchant;
import io.shouyin.host.merchants.Merchants;
import io.shouyin.host.notify.SmsMessage;
import io.shouyin.host.notify.SmsPurpose;
import io.shouyin.host.notify.SmsSender;
import io.shouyin.host.notify.SmsTexts;
import io.shouyin.kernel.MerchantId;
import io.shouyin.kernel.PhoneNumber;
import io.shouyin.kernel.Secret;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.springframework.stereotype.Component;

/// Text messages to a merchant about its passwords, and to a card's holder about the card's, if there is a phone that takes them and the
/// settings allow it. In the caller's transaction; an id that was used sends nothing again.
@Component
class WatchTexts {

    private static final Duration OF_USE = Duration.ofHours(12);
    private static final Locale LANGUAGE = Locale.SIMPLIFIED_CHINESE;

    private final Merchants merchants;
    private final SmsSender sender;
    private final WatchSettings settings;
    private final InstantSource clock;

    WatchTexts(Merchants merchants, SmsSender sender, WatchSettings settings, InstantSource clock) {
        this.merchants = merchants;
        this.sender = sender;
        this.settings = settings;
        this.clock = clock;
    }

    void passwordLocked(Alert alert) {
        String whose = alert.subject().startsWith("op:") ? "操作员" + alert.subject().substring(alert.subject().lastIndexOf(':') + 1)
                : alert.subject().startsWith("card:") ? "持卡人" : "交易";
        send(alert.alertId(), new MerchantId(alert.merchantId()), SmsPurpose.ALERT,
                SmsTexts.alert("终端%s的%s密码试错过多已锁定。如非本人操作，请联系服务商。".formatted(alert.terminalId(), whose), LANGUAGE));
    }

    /// @param whose such as `终端00000001等3处`
    void passwordsDue(UUID id, MerchantId merchant, String whose, int days) {
        send(id, merchant, SmsPurpose.PASSWORD_DUE, SmsTexts.passwordDue(whose, days, LANGUAGE));
    }

    void cardPasswordDue(UUID id, RegisteredCards.Holder holder, int days) {
        String whose = "尾号" + holder.cardMasked().substring(holder.cardMasked().length() - 4) + "的卡";
        send(id, holder.contact(), SmsPurpose.PASSWORD_DUE, SmsTexts.passwordDue(whose, days, LANGUAGE));
    }

    private void send(UUID id, MerchantId merchant, SmsPurpose purpose, Secret text) {
        send(id, merchants.find(merchant).map(Merchant::phone).orElse(""), purpose, text);
    }

    private void send(UUID id, String contact, SmsPurpose purpose, Secret text) {
        try (text) {
            Optional<PhoneNumber> phone = settings.sms() && sender.isSetUp() ? PhoneNumber.find(contact) : Optional.empty();
            phone.ifPresent(number -> sender.send(new SmsMessage(id, number, purpose, text, clock.instant().plus(OF_USE))));
        }
    }
}
