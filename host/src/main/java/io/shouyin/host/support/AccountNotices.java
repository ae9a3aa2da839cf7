package io.shouyin.host.support;

import io.shouyin.host.access.FactorsChanged;
import io.shouyin.host.access.PasswordChanged;
import io.shouyin.host.notify.SmsPurpose;
import io.shouyin.host.notify.SmsTexts;
import java.util.Locale;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/// Tells the owner of an account that its password or second factors have changed, on the registered phone, in the transaction of the change.
@Component
class AccountNotices {

    private final AccountPhones phones;
    private final Channels channels;

    AccountNotices(AccountPhones phones, Channels channels) {
        this.phones = phones;
        this.channels = channels;
    }

    @EventListener
    void changed(FactorsChanged change) {
        phones.find(change.username()).ifPresent(phone ->
                channels.tell(phone, SmsPurpose.FACTOR_CHANGED, SmsTexts.factorChanged(change.username(), Locale.SIMPLIFIED_CHINESE)));
    }

    @EventListener
    void changed(PasswordChanged change) {
        phones.find(change.username()).ifPresent(phone ->
                channels.tell(phone, SmsPurpose.PASSWORD_CHANGED, SmsTexts.passwordChanged(change.username(), Locale.SIMPLIFIED_CHINESE)));
    }
}
