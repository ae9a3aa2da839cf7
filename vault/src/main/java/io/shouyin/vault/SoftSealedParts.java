package io.shouyin.vault;

import io.shouyin.kernel.Secret;
import io.shouyin.kernel.SecretAccess;
import io.shouyin.paycrypto.EcKeys;
import io.shouyin.paycrypto.TerminalProfile;
import io.shouyin.vault.CeremonyCommands.KeyParts;
import io.shouyin.vault.CeremonyCommands.Share;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// Sealed parts in this process: what [SoftCeremonies] makes and takes, under the key of a ceremony.
final class SoftSealedParts implements SealedPartCommands {

    /// What becomes of a part: one that was made here is shown and does not come back, one that was entered is never shown.
    private enum Origin {
        ISSUED,
        ENTERED
    }

    private final KeyRing ring;
    private final SoftKeys keys;
    private final SoftCeremonies ceremonies;

    SoftSealedParts(KeyRing ring, SoftKeys keys, SoftCeremonies ceremonies) {
        this.ring = ring;
        this.keys = keys;
        this.ceremonies = ceremonies;
    }

    @Override
    public IssuedSealed issueSealed(KeyBlock ceremonyKey, String ceremony, KeyPurpose purpose, TerminalProfile profile, Division division) {
        SoftCeremonies.Issued issued = ceremonies.issue(purpose, profile, division, "issueSealed");
        try {
            return new IssuedSealed(issued.key(), issued.checkValue(), issued.parts().stream()
                    .map(part -> sealed(ceremonyKey, ceremony, purpose, Origin.ISSUED, part.number(), part.hex(), part.checkValue())).toList());
        } finally {
            issued.parts().stream().map(SoftCeremonies.Part::hex).forEach(Secret::close);
        }
    }

    @Override
    public byte[] showPart(KeyBlock ceremonyKey, String ceremony, KeyPurpose purpose, SealedPart part, Officer officer) {
        byte[] clear = opened(ceremonyKey, "showPart", ceremony, purpose, Origin.ISSUED, part);
        try {
            return new OfficerPart(ceremony, purpose, part.number(), officer.name()).toBeShown(officer.publicKey(), clear);
        } finally {
            Clear.wipe(clear);
        }
    }

    @Override
    public EntryKey issueEntryKey(KeyBlock ceremonyKey, String ceremony) {
        EcKeys.Pair pair = EcKeys.P256.generate();
        byte[] privateKey = pair.privateKey();
        try {
            return new EntryKey(pair.publicKey(), ring.use(ceremonyKey, Set.of(KeyPurpose.DATA), "issueEntryKey",
                    entry -> Sealing.OF_ENTRY_KEY.seal(entry.gcm(), privateKey, Clear.utf8(ceremony))));
        } finally {
            Clear.wipe(privateKey);
            pair.close();
        }
    }

    @Override
    public SealedPart sealPart(KeyBlock ceremonyKey, String ceremony, KeyPurpose purpose, Form form, EntryKey entryKey, EnteredPart part,
                               String checkValue) {
        try (Secret hex = entered(ceremonyKey, ceremony, purpose, entryKey, part)) {
            byte[] key = SoftCeremonies.part(purpose, hex);
            try {
                ring.requireLength(purpose, key.length, "sealPart");
                SoftCeremonies.require(!Clear.isZero(key), VaultRefusal.KEY_COMPONENT_ZERO);
                if (form == Form.COMPONENTS) {
                    SoftCeremonies.requireParity(purpose, key);
                }
                SoftCeremonies.requireAgreement(purpose, key, checkValue);
                return sealed(ceremonyKey, ceremony, purpose, Origin.ENTERED, part.number(), hex, SoftCeremonies.checkValue(purpose, key));
            } finally {
                Clear.wipe(key);
            }
        }
    }

    private Secret entered(KeyBlock ceremonyKey, String ceremony, KeyPurpose purpose, EntryKey entryKey, EnteredPart part) {
        byte[] privateKey = ring.use(ceremonyKey, Set.of(KeyPurpose.DATA), "sealPart",
                entry -> Sealing.OF_ENTRY_KEY.open(entry.gcm(), entryKey.sealedPrivateKey(), Clear.utf8(ceremony)));
        try {
            return secret(new OfficerPart(ceremony, purpose, part.number(), part.officer()).asEntered(privateKey, entryKey.publicKey(), part.envelope()));
        } finally {
            Clear.wipe(privateKey);
        }
    }

    @Override
    public KeyBlock assembleSealed(KeyBlock ceremonyKey, String ceremony, KeyPurpose purpose, Form form, List<SealedPart> parts,
                                   String checkValue) {
        List<Share> shares = new ArrayList<>(parts.size());
        try {
            parts.forEach(part -> shares.add(new Share(part.number(),
                    secret(opened(ceremonyKey, "assembleSealed", ceremony, purpose, Origin.ENTERED, part)))));
            return switch (form) {
                case COMPONENTS -> {
                    KeyBlock key = ceremonies.combine(purpose, shares.stream().map(Share::hex).toList());
                    SoftCeremonies.require(keys.hasCheckValue(key, checkValue), VaultRefusal.KEY_CHECK_VALUE_WRONG);
                    yield key;
                }
                case SHARES -> ceremonies.assemble(purpose, Exportability.NONE, new KeyParts.Shares(shares, checkValue));
            };
        } finally {
            shares.stream().map(Share::hex).forEach(Secret::close);
        }
    }

    private SealedPart sealed(KeyBlock ceremonyKey, String ceremony, KeyPurpose purpose, Origin origin, int number, Secret hex, String checkValue) {
        byte[] clear = hex.reveal(SecretAccess.granted());
        try {
            return new SealedPart(number, ring.use(ceremonyKey, Set.of(KeyPurpose.DATA), "sealPart",
                    entry -> Sealing.OF_KEY_PART.seal(entry.gcm(), clear, bound(ceremony, purpose, origin, number))), checkValue);
        } finally {
            Clear.wipe(clear);
        }
    }

    private byte[] opened(KeyBlock ceremonyKey, String command, String ceremony, KeyPurpose purpose, Origin origin, SealedPart part) {
        return ring.use(ceremonyKey, Set.of(KeyPurpose.DATA), command,
                entry -> Sealing.OF_KEY_PART.open(entry.gcm(), part.sealed(), bound(ceremony, purpose, origin, part.number())));
    }

    private static Secret secret(byte[] clear) {
        try {
            return Secret.ofUtf8(clear);
        } finally {
            Clear.wipe(clear);
        }
    }

    private static byte[] bound(String ceremony, KeyPurpose purpose, Origin origin, int number) {
        return Clear.utf8(ceremony + "/" + purpose + "/" + origin + "/" + number);
    }
}
