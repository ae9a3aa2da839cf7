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
    private final KeyCommands keys;
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
        this.cards = new SoftCards(ring);
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
        masterKeys.wrapUnder(checkValue);
    }

    @Override
    public KeyBlock rewrap(KeyBlock block) {
        return masterKeys.rewrap(block);
    }

    @Override
    public void retire(String checkValue) {
        masterKeys.retire(checkValue);
    }

    @Override
    public List<String> lmkHistory(int from) {
        return masterKeys.lmkHistory(from);
    }

    @Override
    public KeyBlock generate(KeyPurpose purpose) {
        return keys.generate(purpose);
    }

    @Override
    public KeyBlock receive(KeyBlock kek, String foreignBlock, KeyPurpose purpose) {
        return keys.receive(kek, foreignBlock, purpose);
    }

    @Override
    public String checkValue(KeyBlock key) {
        return keys.checkValue(key);
    }

    @Override
    public KeyBlock assemble(KeyPurpose purpose, Exportability exportability, KeyParts parts) {
        return ceremonies.assemble(purpose, exportability, parts);
    }

    @Override
    public String export(KeyBlock kek, KeyBlock key) {
        return ceremonies.export(kek, key);
    }

    @Override
    public IssuedSealed issueSealed(KeyBlock ceremonyKey, String ceremony, KeyPurpose purpose, TerminalProfile profile, Division division) {
        return sealedParts.issueSealed(ceremonyKey, ceremony, purpose, profile, division);
    }

    @Override
    public byte[] showPart(KeyBlock ceremonyKey, String ceremony, KeyPurpose purpose, SealedPart part, Officer officer) {
        return sealedParts.showPart(ceremonyKey, ceremony, purpose, part, officer);
    }

    @Override
    public EntryKey issueEntryKey(KeyBlock ceremonyKey, String ceremony) {
        return sealedParts.issueEntryKey(ceremonyKey, ceremony);
    }

    @Override
    public SealedPart sealPart(KeyBlock ceremonyKey, String ceremony, KeyPurpose purpose, Form form, EntryKey entryKey, EnteredPart part,
                               String checkValue) {
        return sealedParts.sealPart(ceremonyKey, ceremony, purpose, form, entryKey, part, checkValue);
    }

    @Override
    public KeyBlock assembleSealed(KeyBlock ceremonyKey, String ceremony, KeyPurpose purpose, Form form, List<SealedPart> parts,
                                   String checkValue) {
        return sealedParts.assembleSealed(ceremonyKey, ceremony, purpose, form, parts, checkValue);
    }

    @Override
    public IssuedActivation issueActivation(KeyBlock dataKey, String serialNumber) {
        return terminalKeys.issueActivation(dataKey, serialNumber);
    }

    @Override
    public KeyLoad loadTerminal(KeyBlock dataKey, byte[] sealedActivationCode, DeviceProof proof, TerminalProfile profile,
                                byte[] settings) {
        return terminalKeys.loadTerminal(dataKey, sealedActivationCode, proof, profile, settings);
    }

    @Override
    public WorkingKeys issueWorkingKeys(KeyBlock terminalMasterKey, WorkingKeySet set) {
        return terminalKeys.issueWorkingKeys(terminalMasterKey, set);
    }

    @Override
    public byte[] mac(KeyBlock macKey, byte[] macBytes) {
        return messages.mac(macKey, macBytes);
    }

    @Override
    public boolean verifyMac(KeyBlock macKey, byte[] macBytes, byte[] mac) {
        return messages.verifyMac(macKey, macBytes, mac);
    }

    @Override
    public String openTrack(KeyBlock terminalDataKey, String trackDigits) {
        return messages.openTrack(terminalDataKey, trackDigits);
    }

    @Override
    public String openTrackBlock(KeyBlock terminalDataKey, byte[] block) {
        return messages.openTrackBlock(terminalDataKey, block);
    }

    @Override
    public PinTranslation translatePin(PinSource from, PinTarget to, byte[] block, Pan pan) {
        return pins.translatePin(from, to, block, pan);
    }

    @Override
    public PinVerdict verifyPin(PinSource source, byte[] block, Pan pan, PinReference reference) {
        return pins.verifyPin(source, block, pan, reference);
    }

    @Override
    public boolean verifyCardValue(KeyBlock cardValueKey, CardValue kind, Pan pan, String expiry, String value) {
        return cards.verifyCardValue(cardValueKey, kind, pan, expiry, value);
    }

    @Override
    public String issueCardValue(KeyBlock issuerKey, CardValue kind, Pan pan, String expiry) {
        return cards.issueCardValue(issuerKey, kind, pan, expiry);
    }

    @Override
    public ChipVerdict verifyArqc(KeyBlock chipKey, ChipRequest request, ChipAnswer answer) {
        return cards.verifyArqc(chipKey, request, answer);
    }

    @Override
    public FactorVerdict verify(KeyBlock terminalCredentialKey, KeyBlock verifierKey, SealedFactor typed, String subject,
                                Verifier kept) {
        return passwords.verify(terminalCredentialKey, verifierKey, typed, subject, kept);
    }

    @Override
    public Match match(KeyBlock terminalCredentialKey, KeyBlock verifierKey, SealedFactor typed, List<OwnedVerifier> kept) {
        return passwords.match(terminalCredentialKey, verifierKey, typed, kept);
    }

    @Override
    public Enrolment enrol(KeyBlock terminalCredentialKey, KeyBlock verifierKey, SealedFactor typed, String subject,
                           EnrolmentRules rules) {
        return passwords.enrol(terminalCredentialKey, verifierKey, typed, subject, rules);
    }

    @Override
    public IssuedSecret issueInitial(KeyBlock verifierKey, String subject, int digits) {
        return passwords.issueInitial(verifierKey, subject, digits);
    }

    @Override
    public Optional<byte[]> openParticulars(KeyBlock terminalCredentialKey, SealedFactor typed) {
        return passwords.openParticulars(terminalCredentialKey, typed);
    }

    @Override
    public IssuedSecret issueCode(KeyBlock verifierKey, String subject) {
        return passwords.issueCode(verifierKey, subject);
    }

    @Override
    public IssuedTotp issueTotp(KeyBlock dataKey, String subject) {
        return totp.issueTotp(dataKey, subject);
    }

    @Override
    public Optional<Long> totpStep(KeyBlock dataKey, byte[] kept, String subject, Secret typed, long stepNow) {
        return totp.totpStep(dataKey, kept, subject, typed, stepNow);
    }

    @Override
    public TypedStep typedTotpStep(KeyBlock terminalCredentialKey, KeyBlock dataKey, SealedFactor typed, byte[] kept, String subject, long stepNow) {
        return totp.typedTotpStep(terminalCredentialKey, dataKey, typed, kept, subject, stepNow);
    }

    @Override
    public byte[] pepper(KeyBlock pepperKey, byte[] passwordHash) {
        return data.pepper(pepperKey, passwordHash);
    }

    @Override
    public byte[] seal(KeyBlock dataKey, byte[] clear, byte[] boundTo) {
        return data.seal(dataKey, clear, boundTo);
    }

    @Override
    public byte[] open(KeyBlock dataKey, byte[] sealed, byte[] boundTo) {
        return data.open(dataKey, sealed, boundTo);
    }

    @Override
    public byte[] index(KeyBlock indexKey, byte[] index) {
        return data.index(indexKey, index);
    }
}
