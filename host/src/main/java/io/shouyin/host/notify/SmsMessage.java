package io.shouyin.host.notify;

import io.shouyin.kernel.Check;
import io.shouyin.kernel.PhoneNumber;
import io.shouyin.kernel.Secret;
import java.time.Instant;
import java.util.UUID;

/// A message to be sent.
///
/// @param id the caller's, so that it can be found again
/// @param text from [SmsTexts]; the caller closes it
/// @param expiresAt when it would be of no use any more
public record SmsMessage(UUID id, PhoneNumber phone, SmsPurpose purpose, Secret text, Instant expiresAt) {

    public SmsMessage {
        Check.argument(!text.isEmpty(), "a message has a text");
    }
}
