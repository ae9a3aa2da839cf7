package io.shouyin.vault;

import io.shouyin.kernel.Fault;
import io.shouyin.kernel.Fault.Recovery;
import io.shouyin.paycrypto.CryptoRefusedException;
import io.shouyin.paycrypto.Ibm3624.DecimalisationTable;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// The decimalisation tables of this vault by name. A caller that could bring its own would find a PIN in some fifteen guesses.
final class DecimalisationTables {

    private final Map<String, DecimalisationTable> byName = new HashMap<>();

    /// @throws Fault [VaultRefusal#DECIMALISATION_TABLE_REFUSED] for one that is malformed or too uneven
    DecimalisationTables(Map<String, String> digits) {
        try {
            digits.forEach((name, table) -> byName.put(name, DecimalisationTable.of(table)));
        } catch (CryptoRefusedException e) {
            throw new Fault(VaultRefusal.DECIMALISATION_TABLE_REFUSED, Recovery.FIX_THE_SETUP);
        }
    }

    Optional<DecimalisationTable> find(String name) {
        return Optional.ofNullable(byName.get(name));
    }
}
