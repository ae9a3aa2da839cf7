package io.shouyin.host.channels;

import io.shouyin.host.platform.ProtectedUrl;
import io.shouyin.kernel.Check;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/// Settings `shouyin.channels.wallet.*`: the way to the wallets.
///
/// @param url where their interface is, https, on loopback also http; without one there are no payments by code
/// @param secretFile a file with the secret that calls and answers are signed with, 32 to 128 characters
/// @param noticeUrl where the wallet finds `/wallet/v1/notices` of this host; without one it is only asked
/// @param connectTimeout for connecting
/// @param answerWait how long an answer may take, to its last byte, before nobody knows what became of the call
/// @param breakerFailures after so many payments in a row without an answer no further one leaves
/// @param breakerPause how long none leaves then, before one is tried
@Validated
@ConfigurationProperties("shouyin.channels.wallet")
record WalletSettings(Optional<URI> url, Optional<Path> secretFile, Optional<URI> noticeUrl, @DefaultValue("2s") @NotNull Duration connectTimeout,
                      @DefaultValue("10s") @NotNull Duration answerWait, @DefaultValue("5") @Min(1) @Max(1000) int breakerFailures,
                      @DefaultValue("10s") @NotNull Duration breakerPause) {

    WalletSettings {
        Check.argument(url.isEmpty() || ProtectedUrl.is(url.get()), "shouyin.channels.wallet.url is https, on loopback also http");
    }

    /// How long a call may take, from its beginning to the last byte of its answer.
    Duration answerMax() {
        return connectTimeout.plus(answerWait);
    }
}
