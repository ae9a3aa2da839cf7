package io.shouyin.host.acquiring;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import io.shouyin.host.merchants.Merchant;
import io.shouyin.host.merchants.Merchants;
import io.shouyin.kernel.MerchantId;
import io.shouyin.host.web.PageQuery;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Component;

/// What a message to the network says of a merchant (category, name, city), at most half a minute old: so a sale asks the
/// register for nothing.
@Component
class MerchantDirectory {

    private static final Duration AGE_MAX = Duration.ofSeconds(30);
    private static final int MERCHANTS_MAX = 50_000;

    private final Merchants register;
    private final LoadingCache<MerchantId, Optional<Merchant>> known;

    MerchantDirectory(Merchants merchants) {
        register = merchants;
        known = Caffeine.newBuilder().expireAfterWrite(AGE_MAX).maximumSize(MERCHANTS_MAX).build(merchants::find);
    }

    Optional<Merchant> find(MerchantId merchant) {
        return known.get(merchant);
    }

    /// Asks the register itself.
    boolean isRegistered(MerchantId merchant) {
        return register.find(merchant).isPresent();
    }

    /// The numbers of the merchants that a search word fits, the first two hundred of them.
    List<String> named(String query) {
        return query == null || query.isBlank() ? List.of()
                : register.search(query, new PageQuery(0, PageQuery.SIZE_MAX)).items().stream().map(found -> found.merchantId().value()).toList();
    }

    /// The merchant of a terminal that is in the register.
    Merchant require(MerchantId merchant) {
        return find(merchant).orElseThrow();
    }
}
