package io.shouyin.vault;

import java.time.InstantSource;
import java.util.Map;

/// How a [SoftSecurityModule] is set up.
///
/// @param cachedKeysMax unwrapped keys that are kept ready
/// @param decimalisationTables of IBM 3624 by name, 16 digits each: commands name one, they bring none
/// @param singleLengthKeys whether a terminal may have a PIN key of 8 bytes, which is single DES
/// @param listener told of refused uses
public record VaultOptions(int cachedKeysMax, PinLimits pinLimits, Map<String, String> decimalisationTables, boolean singleLengthKeys,
                           InstantSource clock, RefusedUse.Listener listener) {

    /// 50 000 keys, [PinLimits#STANDARD], the table `standard` of `0123456789012345`, no PIN keys of 8 bytes, the system's clock, nobody told.
    public static final VaultOptions STANDARD = new VaultOptions(50_000, PinLimits.STANDARD,
            Map.of("standard", "0123456789012345"), false, InstantSource.system(), _ -> {});

    public VaultOptions {
        decimalisationTables = Map.copyOf(decimalisationTables);
    }

    public VaultOptions withPinLimits(PinLimits limits) {
        return new VaultOptions(cachedKeysMax, limits, decimalisationTables, singleLengthKeys, clock, listener);
    }

    public VaultOptions withClock(InstantSource source) {
        return new VaultOptions(cachedKeysMax, pinLimits, decimalisationTables, singleLengthKeys, source, listener);
    }

    public VaultOptions withListener(RefusedUse.Listener told) {
        return new VaultOptions(cachedKeysMax, pinLimits, decimalisationTables, singleLengthKeys, clock, told);
    }

    public VaultOptions withCachedKeysMax(int keysMax) {
        return new VaultOptions(keysMax, pinLimits, decimalisationTables, singleLengthKeys, clock, listener);
    }

    public VaultOptions withDecimalisationTables(Map<String, String> tables) {
        return new VaultOptions(cachedKeysMax, pinLimits, tables, singleLengthKeys, clock, listener);
    }

    public VaultOptions withSingleLengthKeys(boolean allowed) {
        return new VaultOptions(cachedKeysMax, pinLimits, decimalisationTables, allowed, clock, listener);
    }
}
