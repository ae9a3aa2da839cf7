package io.shouyin.host.acquiring;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import io.shouyin.host.merchants.Merchant;
import io.shouyin.host.merchants.Merchants;
import io.shouyin.kernel.MerchantId;
import java.time.Duration;
import java.util.Optional;
import org.springframework.stereotype.Component;

/// What a message to the network says of a merchant (category, name, city), at most half a minute old: so a sale asks the
/// register for nothing.
@Component
class MerchantDirectory {

    private static final Duration AGE_MAX = Duration.ofSeconds(30);
    private static final int MERCHANTS_MAX = 50_000;

    private final LoadingCache<MerchantId, Optional<Merchant>> known;

    MerchantDirectory(Merchants merchants) {
        known = Caffeine.newBuilder().expireAfterWrite(AGE_MAX).maximumSize(MERCHANTS_MAX).build(merchants::find);
    }

    Optional<Merchant> find(MerchantId merchant) {
        return known.get(merchant);
    }

    /// The merchant of a terminal that is in the register.
    Merchant require(MerchantId merchant) {
        return find(merchant).orElseThrow();
    }
}
