package io.shouyin.host.keys;

import io.shouyin.vault.KeyBlock;
import java.util.function.UnaryOperator;

/// Key blocks that a module keeps in memory. A bean that does is told when the LMK changes, before the old one is retired.
@FunctionalInterface
public interface KeysInMemory {

    /// Puts each block in the place of the one that `rewrap` makes of it: the same key under another LMK. Called again and again during a
    /// change; a block that is up to date comes back as it is.
    void rewrap(UnaryOperator<KeyBlock> rewrap);
}
