package io.shouyin.host.support;

import io.shouyin.host.notify.SmsPurpose;
import io.shouyin.host.notify.SmsTexts;
import io.shouyin.kernel.PhoneNumber;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;

/// Tells that somebody's phone is another one, on the old and on the new one, or that a card user was removed, in the transaction of the change.
@Component
public class ChannelNotices {

    private final Channels channels;

    ChannelNotices(Channels channels) {
        this.channels = channels;
    }

    /// @param before empty if there was none that takes text messages
    /// @param now as it was noted down: a landline is not told, only shown
    public void changed(Optional<PhoneNumber> before, String now) {
        Stream.concat(before.stream(), PhoneNumber.find(now).stream()).distinct().forEach(phone ->
                channels.tell(phone, SmsPurpose.CHANNEL_CHANGED, SmsTexts.channelChanged(now, Locale.SIMPLIFIED_CHINESE)));
    }

    /// @param contact empty if it takes no text messages
    /// @param cardMasked first six and last four digits
    public void cardRemoved(Optional<PhoneNumber> contact, String cardMasked) {
        contact.ifPresent(phone -> channels.tell(phone, SmsPurpose.CARD_REMOVED, SmsTexts.cardRemoved(cardMasked, Locale.SIMPLIFIED_CHINESE)));
    }
}
