package io.shouyin.host.support;

import io.shouyin.host.credentials.AuthenticatorEnrolled;
import io.shouyin.host.fleet.ActivationReissued;
import io.shouyin.host.fleet.TerminalRegistered;
import io.shouyin.host.notify.SmsPurpose;
import io.shouyin.host.notify.SmsTexts;
import io.shouyin.kernel.MerchantId;
import io.shouyin.kernel.Secret;
import java.time.InstantSource;
import java.util.Locale;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/// Tells a merchant, on the registered phone, what one person of the provider alone was shown: the first passwords of a terminal, another activation
/// code, the secret of an operator's authenticator application. In the transaction in which it happens.
@Component
class MerchantNotices {

    private final Channels channels;
    private final InstantSource clock;

    MerchantNotices(Channels channels, InstantSource clock) {
        this.channels = channels;
        this.clock = clock;
    }

    @EventListener
    void registered(TerminalRegistered terminal) {
        tell(terminal.merchant(), SmsPurpose.TERMINAL_REGISTERED,
                SmsTexts.terminalRegistered(terminal.terminal().value(), clock.instant(), Locale.SIMPLIFIED_CHINESE));
    }

    @EventListener
    void reissued(ActivationReissued code) {
        tell(code.merchant(), SmsPurpose.ACTIVATION_ISSUED, SmsTexts.activationIssued(code.terminal().value(), clock.instant(), Locale.SIMPLIFIED_CHINESE));
    }

    @EventListener
    void enrolled(AuthenticatorEnrolled application) {
        tell(application.operator().merchant(), SmsPurpose.AUTHENTICATOR_SET,
                SmsTexts.authenticatorSet(application.operator().terminal() + "/" + application.operator().number(), Locale.SIMPLIFIED_CHINESE));
    }

    private void tell(MerchantId merchant, SmsPurpose purpose, Secret text) {
        try (text) {
            channels.phoneOf(new CaseSubject.Merchant(merchant)).ifPresent(phone -> channels.tell(phone, purpose, text));
        }
    }
}
