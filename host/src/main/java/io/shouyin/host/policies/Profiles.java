package io.shouyin.host.policies;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/// The ready profiles and the rule books, one file each beside this class.
public final class Profiles {

    private static final List<Profile> ALL = List.of("guide", "guide-quarterly", "terminal-operator-pin", "pci-4.0.1", "nist-aal1", "nist-aal2", "asvs-l2",
            "asvs-l3", "mlps-3").stream().map(id -> PolicyJson.read(file("profiles/" + id + ".json"), Profile.class)).toList();

    private static final List<RuleBook> BOOKS = List.of("guide", "pci-4.0.1", "nist-aal1", "nist-aal2", "asvs-l2", "asvs-l3", "mlps-3")
            .stream().map(id -> PolicyJson.read(file("rulebooks/" + id + ".json"), RuleBook.class)).toList();

    private Profiles() {}

    public static List<Profile> all() {
        return ALL;
    }

    public static Optional<Profile> find(String id) {
        return ALL.stream().filter(profile -> profile.id().equals(id)).findFirst();
    }

    public static List<RuleBook> ruleBooks() {
        return BOOKS;
    }

    private static String file(String name) {
        try (var in = Objects.requireNonNull(Profiles.class.getResourceAsStream(name), name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
