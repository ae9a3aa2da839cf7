package io.shouyin.host.fleet.register;

import io.shouyin.host.keys.InstitutionKeys;
import io.shouyin.kernel.OwnerNumber;
import io.shouyin.kernel.PersonalDataAccess;
import io.shouyin.kernel.SettlementAccount;
import io.shouyin.vault.SecurityModule;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.UUID;
import org.springframework.stereotype.Component;

/// Numbers of owners and settlement accounts at rest: sealed by the vault, bound to their binding, found again by the keyed index.
@Component
class BindingNumbers {

    private static final PersonalDataAccess PERSONAL = PersonalDataAccess.granted();

    private final SecurityModule vault;
    private final InstitutionKeys keys;

    BindingNumbers(SecurityModule vault, InstitutionKeys keys) {
        this.vault = vault;
        this.keys = keys;
    }

    /// @param index 32 bytes, the same for the same number
    record Sealed(String masked, byte[] index, byte[] sealed) {}

    /// @param kind of [OwnerNumber.Kind]
    record SealedOwner(OwnerNumber.Kind kind, Sealed number) {}

    SealedOwner seal(UUID binding, OwnerNumber owner) {
        return new SealedOwner(owner.kind(), seal(owner.masked(), owner.reveal(PERSONAL), ownerOf(binding)));
    }

    Sealed seal(UUID binding, SettlementAccount account) {
        return seal(account.masked(), account.reveal(PERSONAL), accountOf(binding));
    }

    /// What another binding has, for this one.
    SealedOwner again(UUID from, UUID to, SealedOwner owner) {
        return new SealedOwner(owner.kind(), again(owner.number(), ownerOf(from), ownerOf(to)));
    }

    Sealed again(UUID from, UUID to, Sealed account) {
        return again(account, accountOf(from), accountOf(to));
    }

    private Sealed seal(String masked, String clear, byte[] boundTo) {
        byte[] data = clear.getBytes(StandardCharsets.US_ASCII);
        return new Sealed(masked, vault.index(keys.index(), data), vault.seal(keys.data(), data, boundTo));
    }

    private Sealed again(Sealed number, byte[] boundBefore, byte[] boundTo) {
        byte[] clear = vault.open(keys.data(), number.sealed(), boundBefore);
        try {
            return new Sealed(number.masked(), number.index(), vault.seal(keys.data(), clear, boundTo));
        } finally {
            Arrays.fill(clear, (byte) 0);
        }
    }

    private static byte[] ownerOf(UUID binding) {
        return ("binding-owner:" + binding).getBytes(StandardCharsets.US_ASCII);
    }

    private static byte[] accountOf(UUID binding) {
        return ("binding-account:" + binding).getBytes(StandardCharsets.US_ASCII);
    }
}
