package io.shouyin.vault;

import io.shouyin.kernel.Pan;
import io.shouyin.paycrypto.AesDukpt;
import io.shouyin.paycrypto.BlockKey;
import io.shouyin.paycrypto.CryptoRefusedException;
import io.shouyin.paycrypto.Ibm3624.DecimalisationTable;
import io.shouyin.paycrypto.PinFormat;
import io.shouyin.paycrypto.PinVerification;
import io.shouyin.paycrypto.TdesDukpt;
import io.shouyin.paycrypto.TerminalProfile;
import java.util.Arrays;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Function;

/// PIN blocks in this process.
final class SoftPins implements PinCommands {

    private static final Set<KeyPurpose> TERMINAL = Set.of(KeyPurpose.TERMINAL_PIN);
    private static final Set<KeyPurpose> SOURCES =
            Set.of(KeyPurpose.TERMINAL_PIN, KeyPurpose.ZONE_PIN_INCOMING, KeyPurpose.ZONE_PIN_INCOMING_AES);
    private static final Set<KeyPurpose> TARGETS = Set.of(KeyPurpose.ZONE_PIN, KeyPurpose.ZONE_PIN_AES);
    private static final Set<KeyPurpose> TDES_BASE = Set.of(KeyPurpose.DUKPT_BASE);
    private static final Set<KeyPurpose> AES_BASE = Set.of(KeyPurpose.DUKPT_BASE_AES);
    private static final Set<KeyPurpose> PVV = Set.of(KeyPurpose.PIN_PVV);
    private static final Set<KeyPurpose> OFFSET = Set.of(KeyPurpose.PIN_OFFSET);

    private final KeyRing ring;
    private final PinGuard guard;
    private final DecimalisationTables tables;

    SoftPins(KeyRing ring, PinGuard guard, DecimalisationTables tables) {
        this.ring = ring;
        this.guard = guard;
        this.tables = tables;
    }

    @Override
    public PinTranslation translatePin(PinSource from, PinTarget to, byte[] block, Pan pan) {
        String command = "translatePin";
        return with(from, command, source -> ring.use(to.key(), TARGETS, command, entry -> {
            requireFit(entry, to.format(), command);
            if (!isAllowed(source.format(), to.format())) {
                throw ring.refused(command, VaultRefusal.PIN_TRANSLATION_FORBIDDEN, source.purpose(), entry.purpose());
            }
            if (!isTaken(source, guard.attempt(pan), command)) {
                return new PinTranslation.LimitReached();
            }
            try {
                return new PinTranslation.Translated(io.shouyin.paycrypto.PinTranslation.translate(source.key(), source.format(),
                        entry.cipher(), to.format(), block, Clear.digits(pan)));
            } catch (CryptoRefusedException e) {
                return new PinTranslation.Refused();
            }
        }));
    }

    @Override
    public PinVerdict verifyPin(PinSource from, byte[] block, Pan pan, PinReference reference) {
        return with(from, "verifyPin", source -> {
            if (!source.format().isPanBound()) {
                throw ring.refused("verifyPin", VaultRefusal.PIN_VERIFICATION_FORBIDDEN, source.purpose());
            }
            return verified(source, block, pan, reference);
        });
    }

    private PinVerdict verified(Source source, byte[] block, Pan pan, PinReference reference) {
        return switch (reference) {
            case PinReference.Pvv(KeyBlock key, int keyIndex, String pvv) -> ring.use(key, PVV, "verifyPin",
                    entry -> judged(source, guard.attempt(pan), () -> PinVerification.byPvv(source.key(), source.format(), block, Clear.digits(pan),
                            entry.tdes(), keyIndex, pvv)));
            case PinReference.Offset(KeyBlock key, String name, ValidationData validationData, String offset) -> {
                DecimalisationTable table = tables.find(name)
                        .orElseThrow(() -> ring.refused("verifyPin", VaultRefusal.DECIMALISATION_TABLE_UNKNOWN, source.purpose()));
                String data = validationData(validationData, Clear.digits(pan));
                yield ring.use(key, OFFSET, "verifyPin",
                        entry -> judged(source, guard.attempt(pan, data), () -> PinVerification.byOffset(source.key(), source.format(), block,
                                Clear.digits(pan), entry.tdes(), table, data, offset)));
            }
        };
    }

    private PinVerdict judged(Source source, PinGuard.Attempt attempt, BooleanSupplier isRight) {
        if (!isTaken(source, attempt, "verifyPin")) {
            return PinVerdict.LIMIT_REACHED;
        }
        return switch (attempt.judge(isRight)) {
            case RIGHT -> PinVerdict.RIGHT;
            case WRONG -> PinVerdict.WRONG;
            case LIMIT_REACHED -> {
                ring.refused("verifyPin", VaultRefusal.PIN_LIMIT_REACHED, source.purpose());
                yield PinVerdict.LIMIT_REACHED;
            }
        };
    }

    private boolean isTaken(Source source, PinGuard.Attempt attempt, String command) {
        boolean taken = attempt.isTakenOf(source.from()) & attempt.isTakenOfCard();
        if (!taken) {
            ring.refused(command, VaultRefusal.PIN_LIMIT_REACHED, source.purpose());
        }
        return taken;
    }

    /// The key that a block comes under, ready, and whose it is.
    private record Source(KeyPurpose purpose, BlockKey key, PinFormat format, PinGuard.Source from) {}

    private <T> T with(PinSource from, String command, Function<Source, T> work) {
        return switch (from) {
            case PinSource.OfTerminal(KeyBlock key) -> ring.use(key, TERMINAL, command, entry -> {
                ring.requireLength(entry, command);
                return work.apply(source(entry, entry.profile().pinFormat()));
            });
            case PinSource.Fixed(KeyBlock key, PinFormat format) -> ring.use(key, SOURCES, command, entry -> {
                ring.requireLength(entry, command);
                requireFit(entry, format, command);
                return work.apply(source(entry, format));
            });
            case PinSource.TdesDukptKey(KeyBlock baseKey, byte[] ksn, PinFormat format) ->
                    ring.use(baseKey, TDES_BASE, command, entry -> {
                        try (BlockKey key = entry.tdesBase().useKey(ksn, TdesDukpt.Use.PIN)) {
                            requireFit(key, format, command, entry.purpose());
                            return work.apply(new Source(entry.purpose(), key, format, guard.terminal(TdesDukpt.withoutCounter(ksn))));
                        }
                    });
            case PinSource.AesDukptKey(KeyBlock baseKey, byte[] ksn, AesDukpt.KeyType type, PinFormat format) ->
                    ring.use(baseKey, AES_BASE, command, entry -> {
                        try (BlockKey key = entry.aesBase().useKey(ksn, AesDukpt.Usage.PIN_ENCRYPTION, type)) {
                            requireFit(key, format, command, entry.purpose());
                            return work.apply(new Source(entry.purpose(), key, format,
                                    guard.terminal(Arrays.copyOf(ksn, AesDukpt.INITIAL_KEY_ID_BYTES))));
                        }
                    });
        };
    }

    private Source source(KeyCache.Entry entry, PinFormat format) {
        TerminalMark mark = entry.terminal().orElseThrow();
        return new Source(entry.purpose(), entry.cipher(), format,
                entry.purpose() == KeyPurpose.TERMINAL_PIN ? guard.terminal(mark) : guard.network(mark));
    }

    /// SM4 carries the Chinese block and nothing else does.
    private void requireFit(KeyCache.Entry entry, PinFormat format, String command) {
        boolean sm4 = entry.profile() == TerminalProfile.SM4;
        if (sm4 != (format == PinFormat.CN_16)) {
            throw ring.refused(command, VaultRefusal.KEY_USE_REFUSED, entry.purpose());
        }
        if (!sm4) {
            requireFit(entry.cipher(), format, command, entry.purpose());
        }
    }

    /// TDES carries formats 0 to 3, AES format 4 (PCI PIN 2-3).
    private void requireFit(BlockKey key, PinFormat format, String command, KeyPurpose purpose) {
        if (key.blockBytes() != format.blockBytes() || !format.isIso()) {
            throw ring.refused(command, VaultRefusal.KEY_USE_REFUSED, purpose);
        }
    }

    private static boolean isAllowed(PinFormat from, PinFormat to) {
        return switch (io.shouyin.paycrypto.PinTranslation.rule(from, to)) {
            case ALLOWED, ALLOWED_FOR_THE_SAME_PAN -> true;
            case ONLY_TOWARDS_AN_IC_CARD, FORBIDDEN -> false;
        };
    }

    private static String validationData(ValidationData kind, String pan) {
        return switch (kind) {
            case ACCOUNT_NUMBER -> {
                String digits = pan.substring(Math.max(0, pan.length() - 13), pan.length() - 1);
                yield "0".repeat(16 - digits.length()) + digits;
            }
            case CARD_NUMBER -> (pan + "0000").substring(0, 16);
        };
    }
}
