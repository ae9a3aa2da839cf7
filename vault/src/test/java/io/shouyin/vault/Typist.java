package io.shouyin.vault;

import static io.shouyin.vault.Fixtures.MERCHANT;
import static io.shouyin.vault.Fixtures.POLICY;
import static io.shouyin.vault.Fixtures.SUBJECT;
import static io.shouyin.vault.Fixtures.TERMINAL;
import static io.shouyin.vault.Fixtures.binding;
import static io.shouyin.vault.Fixtures.hex;
import static io.shouyin.vault.Fixtures.known;
import static io.shouyin.vault.Fixtures.nothingKnown;
import static io.shouyin.vault.Fixtures.utf8;

import io.shouyin.kernel.PasswordRules;
import io.shouyin.paycrypto.ActivationExchange;
import io.shouyin.paycrypto.SealedValue;
import io.shouyin.vault.PasswordCommands.Enrolment;
import io.shouyin.vault.PasswordCommands.EnrolmentRules;
import io.shouyin.vault.PasswordCommands.FactorVerdict;
import io.shouyin.vault.PasswordCommands.OwnedVerifier;
import java.util.Arrays;
import java.util.List;

/// Types passwords on a terminal, and asks the vault what it says to them.
final class Typist {
    final KeyBlock tck;
    final KeyBlock verifierKey;

    private final SecurityModule vault;
    private final byte[] clearTck;

    Typist(SecurityModule vault) {
        this.vault = vault;
        this.verifierKey = vault.generate(KeyPurpose.CREDENTIAL_VERIFIER);
        this.clearTck = hex("5A01".repeat(16));
        this.tck = known(vault, KeyPurpose.TERMINAL_CREDENTIAL, "5A01".repeat(16));
    }

    SealedFactor sealed(String password) {
        return sealed(utf8(password));
    }

    SealedFactor sealed(byte[] password) {
        return sealed(password, binding(1));
    }

    SealedFactor sealed(byte[] text, SealedFactor.Binding binding) {
        byte[] nonce = Arrays.copyOf(ActivationExchange.newNonce(), 12);
        byte[] aad = SealedValue.additionalData(binding.messageType(), binding.merchant().value(), binding.terminal().value(),
                binding.batch().toString(), binding.trace().toString(), binding.tag());
        return new SealedFactor(SealedValue.seal(clearTck, nonce, text, aad), binding);
    }

    FactorVerdict verify(String password, Verifier kept) {
        return vault.verify(tck, verifierKey, sealed(password), SUBJECT, kept);
    }

    PasswordCommands.Match match(String password, List<OwnedVerifier> kept) {
        return vault.match(tck, verifierKey, sealed(password), kept);
    }

    Verifier enrolled(String password) {
        var enrolment = vault.enrol(tck, verifierKey, sealed(password), SUBJECT,
                new EnrolmentRules(POLICY, nothingKnown(), List.of(), List.of()));
        return ((Enrolment.Accepted) enrolment).verifier();
    }

    List<PasswordRules.Rule> refused(String password, List<Verifier> earlier, List<OwnedVerifier> others) {
        var enrolment = vault.enrol(tck, verifierKey, sealed(password), SUBJECT,
                new EnrolmentRules(POLICY, nothingKnown(), earlier, others));
        return ((Enrolment.Refused) enrolment).broken();
    }
}
