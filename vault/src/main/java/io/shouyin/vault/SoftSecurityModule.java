package io.shouyin.vault;

import io.shouyin.kernel.Pan;
import io.shouyin.kernel.Secret;
import io.shouyin.paycrypto.TerminalProfile;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The security module inside this process. It is software: the keys are in this process's memory while they are used.
///
/// It opens with known-answer tests; if one fails, every command is refused with
/// [VaultRefusal#VAULT_SELF_TEST_FAILED]. Unwrapped keys are kept ready in a bounded cache and wiped when they leave it.
/// Any number of threads may call it. Each theme of commands has a class of its own; this one puts them behind one door.
///
/// Refusals are `Fault`s with the codes of [VaultRefusal]. A wrong use of a key is logged, and told to
/// [VaultOptions#listener], with the purposes of the keys, never with a block.
public final class SoftSecurityModule implements SecurityModule, AutoCloseable {

    private final KeyRing ring;
    private final MasterKeyCommands masterKeys;
    private final SoftKeys keys;
    private final SoftCeremonies ceremonies;
    private final SealedPartCommands sealedParts;
    private final TerminalKeyCommands terminalKeys;
    private final MessageCommands messages;
    private final PinCommands pins;
    private final CardCommands cards;
    private final PasswordCommands passwords;
    private final TotpCommands totp;
    private final DataCommands data;

    /// Runs the self-test and opens, with an LMK that stays the only one.
    ///
    /// It lies in no folder of the vault, so wrong PINs are counted until this is closed.
    ///
    /// @param lmk closed together with this
    public SoftSecurityModule(LocalMasterKey lmk) {
        this(MasterKeys.only(lmk), VaultOptions.STANDARD);
    }

    /// Runs the self-test and opens.
    ///
    /// @param masterKeys closed together with this
    /// @throws io.shouyin.kernel.Fault [VaultRefusal#DECIMALISATION_TABLE_REFUSED], or as [WrongPinJournal#open]
    public SoftSecurityModule(MasterKeys masterKeys, VaultOptions options) {
        this(masterKeys, options, SelfTest.all());
    }

    SoftSecurityModule(MasterKeys masterKeys, VaultOptions options, List<SelfTest> selfTests) {
        DecimalisationTables tables = new DecimalisationTables(options.decimalisationTables());
        this.ring = new KeyRing(masterKeys, options, selfTests);
        Optional<WrongPinJournal> journal = masterKeys.folder().map(folder -> WrongPinJournal.open(folder, masterKeys,
                options.pinLimits().wrongPinWindowStartMillis(options.clock().millis())));
        this.masterKeys = new SoftMasterKeys(ring, masterKeys, journal);
        this.keys = new SoftKeys(ring);
        SoftCeremonies inParts = new SoftCeremonies(ring);
        this.ceremonies = inParts;
        this.sealedParts = new SoftSealedParts(ring, keys, inParts);
        this.terminalKeys = new SoftTerminalKeys(ring);
        this.messages = new SoftMessages(ring);
        SipHash hash = journal.map(WrongPinJournal::hash).orElseGet(() -> SipHash.ofRandomKey(ring.random()));
        this.pins = new SoftPins(ring, new PinGuard(options.pinLimits(), options.clock(), hash, journal), tables);
        this.cards = new SoftCards(ring, new CardValueGuard(options.pinLimits(), options.clock(), hash, journal));
        this.passwords = new SoftPasswords(ring);
        this.totp = new SoftTotp(ring);
        this.data = new SoftData(ring);
    }

    /// The name of the known-answer test that failed, if one did.
    public Optional<String> failedSelfTest() {
        return ring.failedSelfTest();
    }

    /// Runs the known-answer tests, without a vault: each algorithm, and whether its answer was the known one.
    public static Map<String, Boolean> selfTest() {
        Map<String, Boolean> results = new LinkedHashMap<>();
        SelfTest.all().forEach(test -> results.put(test.name(), test.passes()));
        return results;
    }

    /// How many unwrapped keys are kept ready.
    public int cachedKeys() {
        return ring.cachedKeys();
    }

    /// Wipes every key.
    @Override
    public void close() {
        ring.close();
    }

    @Override
    public MasterKeyStatus lmkStatus() {
        return masterKeys.lmkStatus();
    }

    @Override
    public void wrapUnder(String checkValue) {
        Given.all(checkValue);
        masterKeys.wrapUnder(checkValue);
    }

    @Override
    public KeyBlock rewrap(KeyBlock block) {
        Given.all(block);
        return masterKeys.rewrap(block);
    }

    @Override
    public void retire(String checkValue) {
        Given.all(checkValue);
        masterKeys.retire(checkValue);
    }

    @Override
    public List<String> lmkHistory(int from) {
        return masterKeys.lmkHistory(from);
    }

    @Override
    public KeyBlock generate(KeyPurpose purpose) {
        Given.all(purpose);
        return keys.generate(purpose);
    }

    @Override
    public KeyBlock receive(KeyBlock kek, String foreignBlock, KeyPurpose purpose) {
        Given.all(kek, foreignBlock, purpose);
        return keys.receive(kek, foreignBlock, purpose);
    }

    @Override
    public String checkValue(KeyBlock key) {
        Given.all(key);
        return keys.checkValue(key);
    }

    @Override
    public boolean hasCheckValue(KeyBlock key, String said) {
        Given.all(key, said);
        return keys.hasCheckValue(key, said);
    }

    @Override
    public KeyBlock assemble(KeyPurpose purpose, Exportability exportability, KeyParts parts) {
        Given.all(purpose, exportability, parts);
        return ceremonies.assemble(purpose, exportability, parts);
    }

    @Override
    public String export(KeyBlock kek, KeyBlock key) {
        Given.all(kek, key);
        return ceremonies.export(kek, key);
    }

    @Override
    public IssuedSealed issueSealed(KeyBlock ceremonyKey, String ceremony, KeyPurpose purpose, TerminalProfile profile, Division division) {
        Given.all(ceremonyKey, ceremony, purpose, profile, division);
        return sealedParts.issueSealed(ceremonyKey, ceremony, purpose, profile, division);
    }

    @Override
    public byte[] showPart(KeyBlock ceremonyKey, String ceremony, KeyPurpose purpose, SealedPart part, Officer officer) {
        Given.all(ceremonyKey, ceremony, purpose, part, officer);
        return sealedParts.showPart(ceremonyKey, ceremony, purpose, part, officer);
    }

    @Override
    public EntryKey issueEntryKey(KeyBlock ceremonyKey, String ceremony) {
        Given.all(ceremonyKey, ceremony);
        return sealedParts.issueEntryKey(ceremonyKey, ceremony);
    }

    @Override
    public SealedPart sealPart(KeyBlock ceremonyKey, String ceremony, KeyPurpose purpose, Form form, EntryKey entryKey, EnteredPart part,
                               String checkValue) {
        Given.all(ceremonyKey, ceremony, purpose, form, entryKey, part, checkValue);
        return sealedParts.sealPart(ceremonyKey, ceremony, purpose, form, entryKey, part, checkValue);
    }

    @Override
    public KeyBlock assembleSealed(KeyBlock ceremonyKey, String ceremony, KeyPurpose purpose, Form form, List<SealedPart> parts,
                                   String checkValue) {
        Given.all(ceremonyKey, ceremony, purpose, form, checkValue);
        Given.each(parts);
        return sealedParts.assembleSealed(ceremonyKey, ceremony, purpose, form, parts, checkValue);
    }

    @Override
    public IssuedActivation issueActivation(KeyBlock dataKey, String serialNumber) {
        Given.all(dataKey, serialNumber);
        return terminalKeys.issueActivation(dataKey, serialNumber);
    }

    @Override
    public KeyLoad loadTerminal(KeyBlock dataKey, byte[] sealedActivationCode, DeviceProof proof, TerminalProfile profile,
                                byte[] settings) {
        Given.all(dataKey, sealedActivationCode, proof, profile, settings);
        return terminalKeys.loadTerminal(dataKey, sealedActivationCode, proof, profile, settings);
    }

    @Override
    public WorkingKeys issueWorkingKeys(KeyBlock terminalMasterKey, WorkingKeySet set) {
        Given.all(terminalMasterKey, set);
        return terminalKeys.issueWorkingKeys(terminalMasterKey, set);
    }

    @Override
    public byte[] hostWord(KeyBlock terminalCredentialKey, byte[] covered) {
        Given.all(terminalCredentialKey, covered);
        return terminalKeys.hostWord(terminalCredentialKey, covered);
    }

    @Override
    public byte[] mac(KeyBlock macKey, byte[] macBytes) {
        Given.all(macKey, macBytes);
        return messages.mac(macKey, macBytes);
    }

    @Override
    public boolean verifyMac(KeyBlock macKey, byte[] macBytes, byte[] mac) {
        Given.all(macKey, macBytes, mac);
        return messages.verifyMac(macKey, macBytes, mac);
    }

    @Override
    public String openTrack(KeyBlock terminalDataKey, String trackDigits) {
        Given.all(terminalDataKey, trackDigits);
        return messages.openTrack(terminalDataKey, trackDigits);
    }

    @Override
    public String openTrackBlock(KeyBlock terminalDataKey, byte[] block) {
        Given.all(terminalDataKey, block);
        return messages.openTrackBlock(terminalDataKey, block);
    }

    @Override
    public PinTranslation translatePin(PinSource from, PinTarget to, byte[] block, Pan pan) {
        Given.all(from, to, block, pan);
        return pins.translatePin(from, to, block, pan);
    }

    @Override
    public PinVerdict verifyPin(PinSource source, byte[] block, Pan pan, PinReference reference) {
        Given.all(source, block, pan, reference);
        return pins.verifyPin(source, block, pan, reference);
    }

    @Override
    public CardValueVerdict verifyCardValue(KeyBlock cardValueKey, CardValue kind, Pan pan, String expiry, String value) {
        Given.all(cardValueKey, kind, pan, expiry, value);
        return cards.verifyCardValue(cardValueKey, kind, pan, expiry, value);
    }

    @Override
    public String issueCardValue(KeyBlock issuerKey, CardValue kind, Pan pan, String expiry) {
        Given.all(issuerKey, kind, pan, expiry);
        return cards.issueCardValue(issuerKey, kind, pan, expiry);
    }

    @Override
    public ChipVerdict verifyArqc(KeyBlock chipKey, ChipRequest request, ChipAnswer answer) {
        Given.all(chipKey, request, answer);
        return cards.verifyArqc(chipKey, request, answer);
    }

    @Override
    public FactorVerdict verify(KeyBlock terminalCredentialKey, KeyBlock verifierKey, SealedFactor typed, String subject,
                                Verifier kept) {
        Given.all(terminalCredentialKey, verifierKey, typed, subject, kept);
        return passwords.verify(terminalCredentialKey, verifierKey, typed, subject, kept);
    }

    @Override
    public Match match(KeyBlock terminalCredentialKey, KeyBlock verifierKey, SealedFactor typed, List<OwnedVerifier> kept) {
        Given.all(terminalCredentialKey, verifierKey, typed);
        Given.each(kept);
        return passwords.match(terminalCredentialKey, verifierKey, typed, kept);
    }

    @Override
    public Enrolment enrol(KeyBlock terminalCredentialKey, KeyBlock verifierKey, SealedFactor typed, String subject,
                           EnrolmentRules rules) {
        Given.all(terminalCredentialKey, verifierKey, typed, subject, rules);
        return passwords.enrol(terminalCredentialKey, verifierKey, typed, subject, rules);
    }

    @Override
    public IssuedSecret issueInitial(KeyBlock verifierKey, String subject, int digits) {
        Given.all(verifierKey, subject);
        return passwords.issueInitial(verifierKey, subject, digits);
    }

    @Override
    public Optional<byte[]> openParticulars(KeyBlock terminalCredentialKey, SealedFactor typed) {
        Given.all(terminalCredentialKey, typed);
        return passwords.openParticulars(terminalCredentialKey, typed);
    }

    @Override
    public IssuedSecret issueCode(KeyBlock verifierKey, String subject) {
        Given.all(verifierKey, subject);
        return passwords.issueCode(verifierKey, subject);
    }

    @Override
    public IssuedTotp issueTotp(KeyBlock dataKey, String subject) {
        Given.all(dataKey, subject);
        return totp.issueTotp(dataKey, subject);
    }

    @Override
    public Optional<Long> totpStep(KeyBlock dataKey, byte[] kept, String subject, Secret typed, long stepNow) {
        Given.all(dataKey, kept, subject, typed);
        return totp.totpStep(dataKey, kept, subject, typed, stepNow);
    }

    @Override
    public TypedStep typedTotpStep(KeyBlock terminalCredentialKey, KeyBlock dataKey, SealedFactor typed, byte[] kept, String subject, long stepNow) {
        Given.all(terminalCredentialKey, dataKey, typed, kept, subject);
        return totp.typedTotpStep(terminalCredentialKey, dataKey, typed, kept, subject, stepNow);
    }

    @Override
    public byte[] pepper(KeyBlock pepperKey, byte[] passwordHash) {
        Given.all(pepperKey, passwordHash);
        return data.pepper(pepperKey, passwordHash);
    }

    @Override
    public byte[] seal(KeyBlock dataKey, byte[] clear, byte[] boundTo) {
        Given.all(dataKey, clear, boundTo);
        return data.seal(dataKey, clear, boundTo);
    }

    @Override
    public byte[] open(KeyBlock dataKey, byte[] sealed, byte[] boundTo) {
        Given.all(dataKey, sealed, boundTo);
        return data.open(dataKey, sealed, boundTo);
    }

    @Override
    public byte[] index(KeyBlock indexKey, byte[] index) {
        Given.all(indexKey, index);
        return data.index(indexKey, index);
    }
}
