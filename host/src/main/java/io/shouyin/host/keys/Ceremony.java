package io.shouyin.host.keys;

import io.shouyin.kernel.TerminalId;
import io.shouyin.vault.KeyBlock;
import io.shouyin.vault.KeyPurpose;
import io.shouyin.vault.SealedPartCommands.EntryKey;
import io.shouyin.vault.SealedPartCommands.Form;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// A ceremony as it rests: what was proposed, by whom, who approved it, and which parts were seen or entered.
///
/// @param id 8 characters, easy to read aloud
/// @param officers who saw or entered a part, in the order of the parts
record Ceremony(String id, CeremonyKind kind, CeremonyState state, Plan plan, Optional<Sealing> sealing, Optional<String> checkValue,
                Optional<String> credentialCheckValue, String proposedBy, Instant proposedAt, Optional<String> approvedBy,
                Optional<Instant> approvedAt, Instant expiresAt, Optional<Instant> endedAt, List<PartTaken> officers) {

    /// What is to be done, as it was proposed; which of these there are depends on the kind.
    ///
    /// @param parts how many officers see or enter a part
    /// @param threshold how many parts give the key back
    /// @param checkValue of the whole, as the papers or the list of keys say, or as the vault found it in `foreignBlock`
    /// @param exchangeKey the name of the key that `foreignBlock` is under
    /// @param withCredentialKey a terminal gets a credential key too, and its operators are checked by the host
    /// @param replaceKeys a terminal may lose the keys that it works with
    record Plan(Optional<String> keyName, Optional<Integer> version, Optional<KeyPurpose> purpose, Optional<TerminalId> terminal,
                Optional<Form> form, int parts, int threshold, Optional<String> checkValue, Optional<String> exchangeKey,
                Optional<String> foreignBlock, boolean withCredentialKey, boolean replaceKeys) {

        static Plan ofParts(String keyName, KeyPurpose purpose, Form form, int parts, int threshold, Optional<String> checkValue) {
            return new Plan(Optional.of(keyName), Optional.empty(), Optional.of(purpose), Optional.empty(), Optional.of(form), parts,
                    threshold, checkValue, Optional.empty(), Optional.empty(), false, false);
        }

        static Plan ofImport(String keyName, KeyPurpose purpose, String exchangeKey, String foreignBlock) {
            return new Plan(Optional.of(keyName), Optional.empty(), Optional.of(purpose), Optional.empty(), Optional.empty(), 0, 0,
                    Optional.empty(), Optional.of(exchangeKey), Optional.of(foreignBlock), false, false);
        }

        Plan withCheckValue(String found) {
            return new Plan(keyName, version, purpose, terminal, form, parts, threshold, Optional.of(found), exchangeKey, foreignBlock,
                    withCredentialKey, replaceKeys);
        }

        static Plan ofTerminal(TerminalId terminal, int parts, boolean withCredentialKey, boolean replaceKeys) {
            return new Plan(Optional.empty(), Optional.empty(), Optional.of(KeyPurpose.TERMINAL_MASTER), Optional.of(terminal),
                    Optional.of(Form.COMPONENTS), parts, parts, Optional.empty(), Optional.empty(), Optional.empty(), withCredentialKey, replaceKeys);
        }

        static Plan ofVersion(String keyName, int version, String checkValue) {
            return new Plan(Optional.of(keyName), Optional.of(version), Optional.empty(), Optional.empty(), Optional.empty(), 0, 0,
                    Optional.of(checkValue), Optional.empty(), Optional.empty(), false, false);
        }
    }

    /// What waits for the last part.
    ///
    /// @param key seals the parts
    /// @param block of a key that was generated
    /// @param credentialBlock of a terminal's credential key
    /// @param entryKey of a key that is entered
    record Sealing(KeyBlock key, Optional<KeyBlock> block, Optional<KeyBlock> credentialBlock, Optional<EntryKey> entryKey) {}

    record PartTaken(int part, String officer, Instant at, String checkValue) {}

    /// For the audit log: `key:zone-master` or `terminal:00000001`.
    String object() {
        return plan.keyName().map(name -> "key:" + name).orElseGet(() -> "terminal:" + plan.terminal().orElseThrow());
    }
}
