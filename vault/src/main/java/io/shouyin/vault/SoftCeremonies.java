package io.shouyin.vault;

import io.shouyin.kernel.Fault;
import io.shouyin.kernel.Secret;
import io.shouyin.kernel.SecretAccess;
import io.shouyin.paycrypto.CryptoRefusedException;
import io.shouyin.paycrypto.KeyComponents;
import io.shouyin.paycrypto.Tdes;
import io.shouyin.paycrypto.TerminalProfile;
import io.shouyin.paycrypto.X9143;
import java.nio.CharBuffer;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/// Key ceremonies in this process.
final class SoftCeremonies implements CeremonyCommands {

    private static final int COMPONENTS_MIN = 2;
    private static final int COMPONENTS_MAX = 3;
    private static final int SHARES_MIN = 2;
    private static final int SHARES_MAX = 16;
    private static final HexFormat HEX = HexFormat.of().withUpperCase();

    private final KeyRing ring;

    SoftCeremonies(KeyRing ring) {
        this.ring = ring;
    }

    /// A fresh key and its parts in clear, for [SoftSealedParts] to seal.
    Issued issue(KeyPurpose purpose, TerminalProfile profile, SealedPartCommands.Division division, String command) {
        requirePurpose(purpose, Exportability.NONE, command);
        requireFit(division);
        KeyTemplate template = KeyTemplate.of(purpose, profile);
        byte[] key = ring.fresh(purpose, profile);
        List<byte[]> divided = switch (division.form()) {
            case COMPONENTS -> components(template, key, division.count());
            case SHARES -> KeyComponents.share(key, division.threshold(), division.count()).stream().map(KeyComponents.Share::y).toList();
        };
        try {
            List<Part> parts = new ArrayList<>(divided.size());
            for (byte[] part : divided) {
                parts.add(new Part(parts.size() + 1, secret(part), KeyTemplate.checkValue(template.algorithm(), part)));
            }
            return new Issued(ring.wrap(purpose, profile, key.clone()), KeyTemplate.checkValue(template.algorithm(), key), List.copyOf(parts));
        } finally {
            Clear.wipe(key);
            divided.forEach(Clear::wipe);
        }
    }

    /// @param checkValue of the whole
    record Issued(KeyBlock key, String checkValue, List<Part> parts) {}

    /// @param number 1 to 3 of a component, 1 to 16 of a share
    /// @param hex as long as the key; to be closed
    /// @param checkValue of the part, as if it were a key
    record Part(int number, Secret hex, String checkValue) {}

    @Override
    public KeyBlock assemble(KeyPurpose purpose, Exportability exportability, KeyParts parts) {
        requirePurpose(purpose, exportability, "assemble");
        byte[] key = switch (parts) {
            case KeyParts.Components(List<Secret> hex) -> ofComponents(purpose, hex);
            case KeyParts.Shares(List<Share> shares, String checkValue) -> ofShares(purpose, shares, checkValue);
        };
        try {
            ring.requireLength(purpose, key.length, "assemble");
            require(KeyTemplate.of(purpose).isStrong(key), VaultRefusal.KEY_WEAK);
            return ring.wrap(purpose, exportability, key);
        } finally {
            Clear.wipe(key);
        }
    }

    @Override
    public String export(KeyBlock kek, KeyBlock block) {
        return ring.use(kek, Set.of(KeyPurpose.ZONE_MASTER), "export", entry -> {
            try (X9143.Unwrapped unwrapped = ring.unwrap(block, "export")) {
                byte[] key = unwrapped.key();
                try {
                    X9143.Header header = unwrapped.header();
                    KeyPurpose purpose = KeyTemplate.kindOf(header, key.length).map(KeyTemplate.Kind::purpose)
                            .orElseThrow(() -> ring.refused("export", VaultRefusal.KEY_USE_REFUSED, entry.purpose()));
                    if (header.exportability() != Exportability.UNDER_EXCHANGE_KEY.code()) {
                        throw ring.refused("export", VaultRefusal.KEY_NOT_EXPORTABLE, entry.purpose(), purpose);
                    }
                    ring.requireAsStrong(entry, header, key, "export", purpose);
                    return entry.wrapping().key().wrap(KeyTemplate.headerForPeer(purpose), key);
                } finally {
                    Clear.wipe(key);
                }
            }
        });
    }

    private static void requireFit(SealedPartCommands.Division division) {
        int count = division.count();
        int threshold = division.threshold();
        require(switch (division.form()) {
            case COMPONENTS -> count >= COMPONENTS_MIN && count <= COMPONENTS_MAX && threshold == count;
            case SHARES -> threshold >= SHARES_MIN && threshold <= count && count <= SHARES_MAX;
        }, VaultRefusal.KEY_COMPONENTS_REFUSED);
    }

    /// Components of a TDES key have odd parity each, so that a wrong key stroke shows; the sum gets its own when it is put together.
    private static List<byte[]> components(KeyTemplate template, byte[] key, int count) {
        List<byte[]> plain = KeyComponents.split(key, count);
        if (!template.isTdes()) {
            return plain;
        }
        List<byte[]> odd = plain.stream().map(Tdes::withOddParity).toList();
        plain.forEach(Clear::wipe);
        return odd;
    }

    private static byte[] ofComponents(KeyPurpose purpose, List<Secret> hex) {
        require(hex.size() >= COMPONENTS_MIN && hex.size() <= COMPONENTS_MAX, VaultRefusal.KEY_COMPONENTS_REFUSED);
        List<byte[]> components = new ArrayList<>(hex.size());
        try {
            for (Secret component : hex) {
                components.add(part(purpose, component));
            }
            for (int i = 0; i < components.size(); i++) {
                byte[] component = components.get(i);
                require(!Clear.isZero(component), VaultRefusal.KEY_COMPONENT_ZERO);
                require(components.subList(0, i).stream().noneMatch(earlier -> MessageDigest.isEqual(earlier, component)),
                        VaultRefusal.KEY_COMPONENTS_EQUAL);
            }
            return summed(purpose, components);
        } finally {
            components.forEach(Clear::wipe);
        }
    }

    private static byte[] summed(KeyPurpose purpose, List<byte[]> components) {
        return parsed(() -> KeyTemplate.of(purpose).isTdes() ? KeyComponents.combineTdes(components) : KeyComponents.combine(components));
    }

    static void requireParity(KeyPurpose purpose, byte[] key) {
        if (KeyTemplate.of(purpose).isTdes()) {
            parsed(() -> {
                Tdes.requireOddParity(key);
                return key;
            });
        }
    }

    /// The check value of a part, as if it were a key.
    static String checkValue(KeyPurpose purpose, byte[] part) {
        return parsed(() -> KeyTemplate.checkValue(KeyTemplate.of(purpose).algorithm(), part));
    }

    /// The paper says what comes out.
    static void requireAgreement(KeyPurpose purpose, byte[] key, String said) {
        String found = parsed(() -> KeyTemplate.checkValueOnPaper(KeyTemplate.of(purpose).algorithm(), key));
        require(CheckValues.agree(found, said), VaultRefusal.KEY_CHECK_VALUE_WRONG);
    }

    private static byte[] ofShares(KeyPurpose purpose, List<Share> shares, String checkValue) {
        List<KeyComponents.Share> points = new ArrayList<>(shares.size());
        try {
            for (Share share : shares) {
                points.add(point(share.number(), part(purpose, share.hex())));
            }
            byte[] key = parsed(() -> KeyComponents.recover(points));
            try {
                requireAgreement(purpose, key, checkValue);
                requireParity(purpose, key);
                return key.clone();
            } finally {
                Clear.wipe(key);
            }
        } finally {
            points.forEach(point -> Clear.wipe(point.y()));
        }
    }

    private static KeyComponents.Share point(int number, byte[] y) {
        try {
            return parsed(() -> new KeyComponents.Share(number, y));
        } catch (Fault refused) {
            Clear.wipe(y);
            throw refused;
        }
    }

    /// What one officer holds, of a length that the key may have.
    static byte[] part(KeyPurpose purpose, Secret hex) {
        byte[] text = hex.reveal(SecretAccess.granted());
        char[] characters = new char[text.length];
        try {
            int length = 0;
            for (byte b : text) {
                if (b != ' ') {
                    characters[length++] = (char) (b & 0xFF);
                }
            }
            CharBuffer digits = CharBuffer.wrap(characters, 0, length);
            byte[] part = parsed(() -> HEX.parseHex(digits));
            if (!KeyTemplate.of(purpose).lengthsBytes().contains(part.length)) {
                Clear.wipe(part);
                throw VaultRefusal.KEY_COMPONENTS_REFUSED.fault();
            }
            return part;
        } finally {
            Clear.wipe(text);
            Arrays.fill(characters, '\0');
        }
    }

    private static Secret secret(byte[] part) {
        char[] hex = new char[2 * part.length];
        for (int i = 0; i < part.length; i++) {
            hex[2 * i] = HEX.toHighHexDigit(part[i]);
            hex[2 * i + 1] = HEX.toLowHexDigit(part[i]);
        }
        try {
            return Secret.of(hex);
        } finally {
            Arrays.fill(hex, '\0');
        }
    }

    private void requirePurpose(KeyPurpose purpose, Exportability exportability, String command) {
        ring.requireOpen();
        if (KeyTemplate.of(purpose).reach() == KeyTemplate.Reach.INTERNAL) {
            throw ring.refused(command, VaultRefusal.KEY_USE_REFUSED, purpose);
        }
        if (!KeyTemplate.of(purpose).mayBe(exportability)) {
            throw ring.refused(command, VaultRefusal.KEY_NOT_EXPORTABLE, purpose);
        }
    }

    /// What a function refuses is refused by the vault's name for it.
    private static <T> T parsed(Supplier<T> parsing) {
        try {
            return parsing.get();
        } catch (CryptoRefusedException e) {
            throw switch (e.reason()) {
                case KEY_PARITY -> VaultRefusal.KEY_PARITY_WRONG.fault();
                case KEY_WEAK -> VaultRefusal.KEY_WEAK.fault();
                default -> VaultRefusal.KEY_COMPONENTS_REFUSED.fault();
            };
        } catch (IllegalArgumentException e) {
            throw VaultRefusal.KEY_COMPONENTS_REFUSED.fault();
        }
    }

    static void require(boolean holds, VaultRefusal refusal) {
        if (!holds) {
            throw refusal.fault();
        }
    }
}
