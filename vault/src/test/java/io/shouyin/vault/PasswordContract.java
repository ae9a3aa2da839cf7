package io.shouyin.vault;

import static io.shouyin.vault.Fixtures.POLICY;
import static io.shouyin.vault.Fixtures.SUBJECT;
import static io.shouyin.vault.Fixtures.assertFault;
import static io.shouyin.vault.Fixtures.binding;
import static io.shouyin.vault.Fixtures.nothingKnown;
import static io.shouyin.vault.Fixtures.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shouyin.kernel.Fault;
import io.shouyin.kernel.PasswordRules;
import io.shouyin.kernel.Secret;
import io.shouyin.strength.CommonPasswords;
import io.shouyin.vault.PasswordCommands.Enrolment;
import io.shouyin.vault.PasswordCommands.EnrolmentRules;
import io.shouyin.vault.PasswordCommands.FactorVerdict;
import io.shouyin.vault.PasswordCommands.Match;
import io.shouyin.vault.PasswordCommands.OwnedVerifier;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What every implementation of [PasswordCommands] does.
interface PasswordContract {

    SecurityModule vault();

    @Test
    default void issueInitial_ofALengthThatThePolicyDoesNotHave_isRefusedByName() {
        KeyBlock key = vault().generate(KeyPurpose.CREDENTIAL_VERIFIER);
        for (int digits : new int[] {Integer.MIN_VALUE, -1, 0, PasswordRules.Policy.OPERATOR_PASSWORD.lengthMin() - 1,
            PasswordRules.Policy.OPERATOR_PASSWORD.lengthMax() + 1, Integer.MAX_VALUE}) {
            assertFault(VaultRefusal.VAULT_INPUT_INVALID, () -> vault().issueInitial(key, "op:1", digits));
        }
    }

    @Test
    default void verify_rightWrongAndUnreadable_areTheThreeVerdicts() {
        Typist typist = new Typist(vault());
        Verifier kept = typist.enrolled("Wq7pz2");
        assertThat(typist.verify("Wq7pz2", kept)).isEqualTo(FactorVerdict.RIGHT);
        assertThat(typist.verify("Wq7pz3", kept)).isEqualTo(FactorVerdict.WRONG);
        assertThat(typist.verify("", kept)).isEqualTo(FactorVerdict.WRONG);
        assertThat(vault().verify(typist.tck, typist.verifierKey, typist.sealed("Wq7pz2"), "txn:104110053110001:00000002", kept))
                .isEqualTo(FactorVerdict.WRONG);

        SealedFactor right = typist.sealed("Wq7pz2");
        SealedFactor otherMessage = new SealedFactor(right.value(), binding(2));
        assertThat(vault().verify(typist.tck, typist.verifierKey, otherMessage, SUBJECT, kept))
                .isEqualTo(FactorVerdict.UNREADABLE);
        byte[] changed = right.value().clone();
        changed[40] ^= 1;
        assertThat(vault().verify(typist.tck, typist.verifierKey, new SealedFactor(changed, right.binding()), SUBJECT, kept))
                .isEqualTo(FactorVerdict.UNREADABLE);
        for (int length : new int[] {0, 1, 92, 94}) {
            assertThat(vault().verify(typist.tck, typist.verifierKey, new SealedFactor(new byte[length], right.binding()),
                    SUBJECT, kept)).isEqualTo(FactorVerdict.UNREADABLE);
        }
    }

    @Test
    default void match_amongSeveral_namesTheFirstThatFits() {
        Typist typist = new Typist(vault());
        List<OwnedVerifier> kept = List.of(new OwnedVerifier(SUBJECT, typist.enrolled("Wq7pz2")), new OwnedVerifier("txn:104110053110001:00000002", typist.enrolled("kR4mv9")),
                new OwnedVerifier(SUBJECT, typist.enrolled("kR4mv9")));
        assertThat(typist.match("Wq7pz2", kept)).isEqualTo(new Match.Fits(0));
        assertThat(typist.match("kR4mv9", kept)).as("the second is somebody else's").isEqualTo(new Match.Fits(2));
        assertThat(typist.match("kR4mv8", kept)).isInstanceOf(Match.None.class);
        assertThat(typist.match("Wq7pz2", List.of())).isInstanceOf(Match.None.class);
        SealedFactor otherMessage = new SealedFactor(typist.sealed("Wq7pz2").value(), binding(2));
        assertThat(vault().match(typist.tck, typist.verifierKey, otherMessage, kept)).isEqualTo(new Match.Unreadable());
    }

    @Test
    default void issueCode_isSixDigitsForItsSubjectAlone() {
        Typist typist = new Typist(vault());
        for (int i = 0; i < 50; i++) {
            var issued = vault().issueCode(typist.verifierKey, SUBJECT);
            String code = text(issued.clear());
            assertThat(code).matches("[0-9]{6}");
            assertThat(typist.match(code, List.of(new OwnedVerifier("code:other", issued.verifier()), new OwnedVerifier(SUBJECT, issued.verifier()))))
                    .isEqualTo(new Match.Fits(1));
        }
    }

    @Test
    default void match_wrongValue_isAlikeWhereverItIsTyped() {
        Typist typist = new Typist(vault());
        List<OwnedVerifier> kept = List.of(new OwnedVerifier(SUBJECT, typist.enrolled("Wq7pz2")));
        Match.None wrong = (Match.None) typist.match("kR4mv8", kept);
        assertThat(wrong.likeness()).matches("[0-9a-f]{32}");
        assertThat(typist.match("kR4mv8", List.of(new OwnedVerifier("txn:104110053110001:00000002", typist.enrolled("Hb3xt9"))))).isEqualTo(wrong);
        assertThat(typist.match("kR4mv9", kept)).isNotEqualTo(wrong);
        Typist ofAnotherInstitution = new Typist(vault());
        assertThat(ofAnotherInstitution.match("kR4mv8", List.of())).as("under another key").isNotEqualTo(wrong);
    }

    @Test
    default void enrol_sameTwice_givesDifferentVerifiers() {
        Typist typist = new Typist(vault());
        assertThat(typist.enrolled("Wq7pz2").mac()).isNotEqualTo(typist.enrolled("Wq7pz2").mac());
    }

    @Test
    default void enrol_weakSameAsLoginOrRecent_namesEveryRule() {
        Typist typist = new Typist(vault());
        assertThat(typist.refused("12345", List.of(), List.of())).contains(PasswordRules.Rule.TOO_SHORT,
                PasswordRules.Rule.LETTER_MISSING, PasswordRules.Rule.SEQUENCE);

        Verifier earlier = typist.enrolled("Wq7pz2");
        assertThat(typist.refused("Wq7pz2", List.of(typist.enrolled("Kd8sm4"), earlier), List.of()))
                .containsExactly(PasswordRules.Rule.RECENTLY_USED);

        String operator = "op:104110053110001:00000001:01";
        Verifier login = ((Enrolment.Accepted) vault().enrol(typist.tck, typist.verifierKey, typist.sealed("Wq7pz2"), operator,
                new EnrolmentRules(POLICY, nothingKnown(), List.of(), List.of()))).verifier();
        assertThat(typist.refused("Wq7pz2", List.of(), List.of(new OwnedVerifier(operator, login))))
                .containsExactly(PasswordRules.Rule.SAME_AS_LOGIN);
        assertThat(typist.refused("Wq7pz2", List.of(earlier), List.of(new OwnedVerifier(operator, login))))
                .containsExactly(PasswordRules.Rule.SAME_AS_LOGIN, PasswordRules.Rule.RECENTLY_USED);
        assertThat(vault().enrol(typist.tck, typist.verifierKey, typist.sealed("Kd8sm4"), SUBJECT,
                new EnrolmentRules(POLICY, nothingKnown(), List.of(earlier), List.of(new OwnedVerifier(operator, login)))))
                .isInstanceOf(Enrolment.Accepted.class);
    }

    @Test
    default void enrol_ofTheMostCommon_isRefusedByName() {
        Typist typist = new Typist(vault());
        for (String common : List.of("pa55w0rd", "Chelsea1", "gandalf12026")) {
            assertThat(typist.refused(common, List.of(), List.of())).containsExactly(PasswordRules.Rule.COMMON);
        }
        assertThat(vault().enrol(typist.tck, typist.verifierKey, typist.sealed("246810"), SUBJECT,
                new EnrolmentRules(PasswordRules.Policy.OPERATOR_PASSWORD, nothingKnown(), List.of(), List.of())))
                .isEqualTo(new Enrolment.Refused(List.of(PasswordRules.Rule.COMMON)));
    }

    @Test
    default void enrol_unreadable_saysSo() {
        Typist typist = new Typist(vault());
        var rules = new EnrolmentRules(POLICY, nothingKnown(), List.of(), List.of());
        assertThat(vault().enrol(typist.tck, typist.verifierKey, new SealedFactor(new byte[93], binding(1)), SUBJECT, rules))
                .isEqualTo(new Enrolment.Unreadable());
        SealedFactor noText = typist.sealed(new byte[] {(byte) 0xC3, (byte) 0x28});
        assertThat(vault().enrol(typist.tck, typist.verifierKey, noText, SUBJECT, rules)).isEqualTo(new Enrolment.Unreadable());
    }

    @Test
    default void openParticulars_opensNothingElse() {
        Typist typist = new Typist(vault());
        SealedFactor.Binding password = binding(1);
        SealedFactor.Binding particulars = new SealedFactor.Binding(password.messageType(), password.merchant(), password.terminal(), password.batch(),
                password.trace(), 0xDF0D);
        byte[] text = "{\"name\":\"ZHANG SAN\"}".getBytes(StandardCharsets.UTF_8);
        assertThat(vault().openParticulars(typist.tck, typist.sealed(text, particulars)).orElseThrow()).isEqualTo(text);
        SealedFactor secret = typist.sealed("Wq7pz2");
        assertThatThrownBy(() -> vault().openParticulars(typist.tck, secret)).isInstanceOfSatisfying(Fault.class,
                fault -> assertThat(fault.code()).isEqualTo("VAULT_INPUT_INVALID"));
        assertThat(vault().openParticulars(typist.tck, new SealedFactor(secret.value(), particulars))).as("a password under another name").isEmpty();
    }

    @Test
    default void issueInitial_manyTimes_passesThePolicyAndVerifies() {
        Typist typist = new Typist(vault());
        for (int i = 0; i < 50; i++) {
            var issued = vault().issueInitial(typist.verifierKey, SUBJECT, 6 + i % 3);
            String password = text(issued.clear());
            assertThat(password).matches("[0-9]{" + (6 + i % 3) + "}");
            assertThat(CommonPasswords.broken(password, PasswordRules.Policy.OPERATOR_PASSWORD, nothingKnown())).isEmpty();
            assertThat(typist.verify(password, issued.verifier())).isEqualTo(FactorVerdict.RIGHT);
            assertThat(issued.clear()).hasToString("Secret[...]");
        }
    }
}
