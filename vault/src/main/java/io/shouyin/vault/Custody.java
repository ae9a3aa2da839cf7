package io.shouyin.vault;

import io.shouyin.kernel.Fault;
import java.text.Normalizer;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Who did something to an LMK, as they call themselves: the [FolderHistory] keeps it. The names are not proven; that there were several
/// people is, by the parts of the passphrase that they alone know.
public sealed interface Custody {

    int PEOPLE_MAX = 4;
    int NAME_CHARACTERS_MAX = 32;
    /// Neither a quotation mark nor a line end, so that names can stand in a line of the history.
    String NAME_FORM = "[\\p{L}\\p{N}][\\p{L}\\p{M}\\p{N} ._·'’-]{0," + (NAME_CHARACTERS_MAX - 1) + "}";

    /// A host that makes its first LMK itself.
    record Unattended() implements Custody {}

    /// One who says that he has the whole.
    record Alone(Optional<String> name) implements Custody {}

    /// Each of them has a part.
    record Shared(List<String> names) implements Custody {}

    /// @throws Fault [VaultRefusal#LMK_CUSTODIAN_NAME_REFUSED]
    static Custody alone(Optional<String> name) {
        return new Alone(name.map(Custody::name));
    }

    /// @param names two to [#PEOPLE_MAX]
    /// @throws Fault [VaultRefusal#LMK_CUSTODIAN_NAME_REFUSED], or [VaultRefusal#LMK_CUSTODIANS_EQUAL] if one is there twice
    static Custody shared(List<String> names) {
        List<String> people = names.stream().map(Custody::name).toList();
        if (people.size() < 2 || people.size() > PEOPLE_MAX) {
            throw VaultRefusal.LMK_CUSTODIAN_NAME_REFUSED.fault();
        }
        if (people.stream().map(name -> Normalizer.normalize(name, Normalizer.Form.NFKC).toLowerCase(Locale.ROOT)).distinct().count() < people.size()) {
            throw VaultRefusal.LMK_CUSTODIANS_EQUAL.fault();
        }
        return new Shared(people);
    }

    private static String name(String given) {
        String name = Normalizer.normalize(given.strip().replaceAll("\\s+", " "), Normalizer.Form.NFC);
        if (!name.matches(NAME_FORM)) {
            throw VaultRefusal.LMK_CUSTODIAN_NAME_REFUSED.fault();
        }
        return name;
    }
}
