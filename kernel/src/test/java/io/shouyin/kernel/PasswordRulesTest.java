package io.shouyin.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.shouyin.kernel.PasswordRules.Alphabet;
import io.shouyin.kernel.PasswordRules.Context;
import io.shouyin.kernel.PasswordRules.Matching;
import io.shouyin.kernel.PasswordRules.Policy;
import io.shouyin.kernel.PasswordRules.Rule;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PasswordRulesTest {

    private static final Policy SENTENCE = new Policy(8, 64, Alphabet.UNICODE, Set.of(), 0, 4, 4, Matching.INSIDE);
    private static final Context SHOP = new Context(Set.of("104110053110001", "T0830492"), Set.of("+86 139-0571-4826"));

    @ParameterizedTest
    @ValueSource(strings = {"k7Rm2x", "w9Pt4h8Q", "shou7yin2Q", "Zh4Ng9Xw", "p3K-9mT!4", "12k57Rm3", "blauwal7", "A4c8E2g6"})
    void transactionPassword_thatIsGood_breaksNothing(String candidate) {
        assertThat(broken(candidate)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"407183", "92804715", "602837", "830472", "940271836"})
    void operatorPassword_ofDigits_breaksNothing(String candidate) {
        assertThat(PasswordRules.broken(candidate, Policy.OPERATOR_PASSWORD, Context.NONE)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            k7Rm2         | TOO_SHORT
            k7Rm2xw9Pt4h8 | TOO_LONG
            kRmxwPtq      | DIGIT_MISSING
            40718362      | LETTER_MISSING
            """)
    void lengthAndKinds_broken_areNamed(String candidate, Rule rule) {
        assertThat(broken(candidate)).containsExactly(rule);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "k", "7"})
    void nearlyNothing_isTooShortAndLacksKinds(String candidate) {
        assertThat(broken(candidate)).startsWith(Rule.TOO_SHORT).containsAnyOf(Rule.DIGIT_MISSING, Rule.LETTER_MISSING);
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "k7Rm 2x", // a space
        "k7Rm2x\t", "k7Rm2x\u0000", "k7Rm2x\u007F", // control characters
        "k7Rm2x\u200B", "k7Rm2x\u202E", // zero width, right to left
        "k7Rm2x\u5B88", "k7Rm2x\uD83D\uDE00" // a Chinese character, an emoji
    })
    void character_outsidePrintableAscii_isNotAllowed(String candidate) {
        assertThat(broken(candidate)).containsExactly(Rule.CHARACTER_NOT_ALLOWED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"k7Rm2x\uFF11", "\uFF4B7Rm2x", // full-width 1, k
        "k7Rm2x\u0430", "\u041A7Rm2x", "\u03BF7Rm2x", // Cyrillic a and K, Greek o
        "k7Rm2x\u2460", "k7Rm2x\u00B2", "k7Rm2x\u00A0", "k7Rm2x\uD835\uDD38"}) // circled 1, superscript 2, no-break space, double-struck A
    void character_thatOnlyLooksLikeAnother_isNamed(String candidate) {
        assertThat(broken(candidate)).containsExactly(Rule.LOOK_ALIKE);
        assertThat(PasswordRules.broken(candidate + "-und-mehr", SENTENCE, Context.NONE)).containsExactly(Rule.LOOK_ALIKE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"k7Rm2xe\u0301", "k7Rm2x\u0E31", "k7Rm2x\u20DD"}) // an accent, a Thai vowel, an enclosing circle
    void mark_thatCombines_isNamed(String candidate) {
        assertThat(broken(candidate)).containsExactly(Rule.COMBINING_CHARACTER);
    }

    @ParameterizedTest
    @ValueSource(strings = {"correct horse battery staple", "\u5C0F\u732B\u5728\u5C4B\u9876\u4E0A\u6652\u592A\u9633\u5462",
        "\u043F\u0430\u0440\u043E\u043B\u044C \u0438\u0437 \u0441\u043B\u043E\u0432", "Stra\u00DFe und Gem\u00FCse", "Cafe\u0301 am Ring-See",
        "\uD83D\uDE00 Ente am Teich"}) // Chinese, Russian, German, an accent that composes, an emoji
    void sentence_ofAnyScript_breaksNothing(String candidate) {
        assertThat(PasswordRules.broken(candidate, SENTENCE, Context.NONE)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"Cafe\u0301\u0301 am Ring-See", "\u0301Kaffee am Ring"})
    void mark_thatDoesNotCompose_isNamedInASentenceToo(String candidate) {
        assertThat(PasswordRules.broken(candidate, SENTENCE, Context.NONE)).containsExactly(Rule.COMBINING_CHARACTER);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Ente\u200Bam Teich", "Ente\u202Eam Teich", "Ente\tam Teich", "Ente\uD83Dam Teich", "Ente\uE000am Teich"})
    void character_thatIsNotWritten_isNotAllowedInASentence(String candidate) {
        assertThat(PasswordRules.broken(candidate, SENTENCE, Context.NONE)).containsExactly(Rule.CHARACTER_NOT_ALLOWED);
    }

    /// A person counts an emoji once; an accent that composes makes no second character.
    @Test
    void length_isCountedInCharactersOfAPerson() {
        assertThat(PasswordRules.broken("\uD83D\uDE00".repeat(4), SENTENCE, Context.NONE)).contains(Rule.TOO_SHORT);
        assertThat(PasswordRules.broken("Caf\u0065\u0301 1 x", SENTENCE, Context.NONE)).isEmpty();
        assertThat(PasswordRules.broken("Caf\u0065\u0301 12", SENTENCE, Context.NONE)).containsExactly(Rule.TOO_SHORT);
    }

    @ParameterizedTest
    @CsvSource({"alllowercase, true", "Onlyletters, true", "Letters4nd, false", "low3r-case, false", "L-7x9yz8k, false"})
    void kindsOfCharacters_areCounted(String candidate, boolean tooFew) {
        var threeOfFour = new Policy(8, 64, Alphabet.UNICODE, Set.of(), 3, 128, 128, Matching.INSIDE);
        assertThat(PasswordRules.broken(candidate, threeOfFour, Context.NONE).contains(Rule.KINDS_MISSING)).isEqualTo(tooFew);
    }

    @Test
    void symbol_thatIsDemanded_isMissedByName() {
        var combination = Policy.TRANSACTION_PASSWORD.combination();
        assertThat(PasswordRules.broken("k7Rm2x", combination, Context.NONE)).containsExactly(Rule.SYMBOL_MISSING);
        assertThat(PasswordRules.broken("k7Rm-2x", combination, Context.NONE)).isEmpty();
        assertThat(PasswordRules.broken("k7Rm-2x", combination.ofTwoPeople(), Context.NONE)).containsExactly(Rule.TOO_SHORT);
        assertThat(PasswordRules.broken("k7Rm-2xw9Pt4+h8Q", combination.ofTwoPeople(), Context.NONE)).isEmpty();
    }

    @Test
    void names_inside_areNamed_wholeOnlyWhereThePolicySaysSo() {
        var context = new Context(Set.of(), Set.of(), Set.of("Lanhai", "\u84DD\u6D77", "li"));
        assertThat(PasswordRules.broken("xx-lanHAI-7-zz", SENTENCE, context)).containsExactly(Rule.OWN_NAME);
        assertThat(PasswordRules.broken("\u6211\u5728\u84DD\u6D77\u5DE5\u4F5C\u5341\u5E74", SENTENCE, context)).containsExactly(Rule.OWN_NAME);
        assertThat(PasswordRules.broken("Kreisliga 72", SENTENCE, context)).isEmpty();
        var whole = new Policy(6, 64, Alphabet.UNICODE, Set.of(), 0, 128, 128, Matching.WHOLE);
        assertThat(PasswordRules.broken("xx-lanhai-7-zz", whole, context)).isEmpty();
        assertThat(PasswordRules.broken("lanhai", whole, context)).containsExactly(Rule.OWN_NAME);
        assertThat(PasswordRules.broken("woaini9274 x", whole, context)).isEmpty();
        assertThat(PasswordRules.broken("woaini", whole, context)).containsExactly(Rule.COMMON);
        assertThat(PasswordRules.broken("19870914", whole, context)).containsExactly(Rule.BIRTHDAY);
        assertThat(PasswordRules.broken("k19870914", whole, context)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"k123Rm", "k321Rm", "7abcRm", "7cbaRm", "7AbCRm", "k890Rm", "k098Rm", "k012Rm",
        "qwe7Rmk", "EWQ7Rmk", "asd7Rmk", "dsa7Rmk", "m7zxcRk", "7poiRmk", "k147Rm", "k741Rm", "k258Rm", "k580Rm", "k369Rm",
        "k159Rm", "k951Rm", "k357Rm", "k753Rm", "1qazRmk", "k7R!@#m", "k1233Rm", "k7aabbccR", "k112233R", "k4R210m"})
    void neighboursInARow_areASequence(String candidate) {
        assertThat(broken(candidate)).containsExactly(Rule.SEQUENCE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"k12Rm7", "k124Rm", "k1a2b3R", "k121Rm4", "7abkRm", "7acegRm", "qw7eRmk", "k148Rm", "k257Rm", "k135Rm",
        "k9a0bRm", "zaRm7k", "k902Rm"})
    void pairsAndSteps_areNoSequence(String candidate) {
        assertThat(broken(candidate)).doesNotContain(Rule.SEQUENCE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"k777Rm", "7kkkRm", "7kKkRm", "k7---Rm", "a1a1a1", "575757k", "k7k7k7R", "a1b2a1b2", "k7Rmk7Rm", "x9kx9kx9k"})
    void charactersOrGroupsOverAndOver_areRepeats(String candidate) {
        assertThat(broken(candidate)).containsExactly(Rule.REPEATS);
    }

    @ParameterizedTest
    @ValueSource(strings = {"k77Rm2", "kk77Rm", "a1a1Rm", "k7Rmk7R4", "7k7R7m7"})
    void charactersTwice_areNoRepeats(String candidate) {
        assertThat(broken(candidate)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            k311000  | three digits too few | MERCHANT_NUMBER
            k110001  | the last six         | MERCHANT_NUMBER
            kR411005 | six in the middle    | MERCHANT_NUMBER
            t0830492 | a terminal's whole   | MERCHANT_NUMBER
            kT08304  | the first six        | MERCHANT_NUMBER
            k11000w  | five                 |
            k083049  | six of the terminal  | MERCHANT_NUMBER
            kR714826 | a phone's last six   | PHONE_NUMBER
            kR057148 | a phone's middle     |
            kR14826  | five of a phone      |
            """)
    void ownNumbers_inside_areNamed(String candidate, String what, Rule rule) {
        var rules = PasswordRules.broken(candidate, Policy.TRANSACTION_PASSWORD, SHOP)
                .stream().filter(broken -> broken == Rule.MERCHANT_NUMBER || broken == Rule.PHONE_NUMBER).toList();
        assertThat(rules).isEqualTo(rule == null ? List.of() : List.of(rule));
    }

    @Test
    void ownNumber_ofAFewDigits_forbidsNothing() {
        var context = new Context(Set.of("01", "", "---"), Set.of("", "110"));
        assertThat(PasswordRules.broken("k01R110m", Policy.TRANSACTION_PASSWORD, context)).isEmpty();
        assertThat(PasswordRules.broken("k4821Rm", Policy.TRANSACTION_PASSWORD, new Context(Set.of("4821"), Set.of())))
                .containsExactly(Rule.MERCHANT_NUMBER);
    }

    @ParameterizedTest
    @CsvSource({"13805714926, true", "19205714926, true", "k13805714926, true", "12805714926, false", "1380571492k, false",
        "23805714926, false"})
    void anyMobileNumber_inside_isNamed(String candidate, boolean named) {
        assertThat(broken(candidate).contains(Rule.PHONE_NUMBER)).isEqualTo(named);
    }

    @ParameterizedTest
    @ValueSource(strings = {"k19870914", "19870914R", "k14091987", "k09141987", "20390131k", "k870914R", "870914k", "kR870914",
        "k000229", "k7-870914-", "k4198709148"})
    void date_inside_isABirthday(String candidate) {
        assertThat(broken(candidate)).contains(Rule.BIRTHDAY);
    }

    /// Six digits are a date only where no other digit touches them.
    @ParameterizedTest
    @ValueSource(strings = {"k19871314", "k19190914", "k20400914", "k19870230", "k871314", "k870932", "k870431", "k010229",
        "k8709146", "k4870914", "k87091462", "k8709-14", "k1987", "k0914R7"})
    void digits_thatAreNoDateOrPartOfMore_areNoBirthday(String candidate) {
        assertThat(broken(candidate)).doesNotContain(Rule.BIRTHDAY);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0000", "1234", "123456", "12345678", "25845689", "666666", "888888", "jeepay123", "JeePay666",
        "000000", "11111111", "Admin123"})
    void factoryValue_inAnyCase_isNamed(String candidate) {
        assertThat(broken(candidate)).contains(Rule.FACTORY_VALUE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"jeepay1234", "k888888R", "25845680"})
    void factoryValue_asAPart_isNone(String candidate) {
        assertThat(broken(candidate)).doesNotContain(Rule.FACTORY_VALUE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"woaini1314", "WoAiNi7294", "7294woaini", "72woaini94", "password9274", "9_woaini_!", "5201314",
        "1qaz2wsx", "q1w2e3r4", "a123456", "P@ssw0rd", "zhaocai8462", "dragon7"})
    void commonPassword_orItsWordAmongDigits_isNamed(String candidate) {
        assertThat(broken(candidate)).contains(Rule.COMMON);
    }

    @ParameterizedTest
    @ValueSource(strings = {"woakini7294", "dragonk7", "k7dragon", "bmw7294", "52013147k"})
    void commonPassword_insideOthers_isNone(String candidate) {
        assertThat(broken(candidate)).doesNotContain(Rule.COMMON);
    }

    @Test
    void everythingWrong_isNamedInOrder() {
        var context = new Context(Set.of("1111"), Set.of());
        assertThat(PasswordRules.broken("1111", Policy.TRANSACTION_PASSWORD, context)).containsExactly(
                Rule.TOO_SHORT, Rule.LETTER_MISSING, Rule.REPEATS, Rule.MERCHANT_NUMBER);
        assertThat(PasswordRules.broken("123456", Policy.TRANSACTION_PASSWORD, Context.NONE)).containsExactly(
                Rule.LETTER_MISSING, Rule.SEQUENCE, Rule.FACTORY_VALUE, Rule.COMMON);
    }

    @Test
    void anythingBeyondTheInputLimit_isTooLongAndNotRead() {
        CharSequence endless = new CharSequence() {
            @Override
            public int length() {
                return Integer.MAX_VALUE;
            }

            @Override
            public char charAt(int index) {
                throw new AssertionError("it was read");
            }

            @Override
            public CharSequence subSequence(int start, int end) {
                throw new AssertionError("it was read");
            }
        };
        assertThat(broken(endless)).containsExactly(Rule.TOO_LONG);
        assertThat(broken("k7Rm2x".repeat(22))).startsWith(Rule.TOO_LONG);
    }

    @Test
    void policy_withLongerRuns_allowsThem() {
        var lenient = Policy.ofKeypad(6, 64, Set.of(), 4, 3);
        assertThat(PasswordRules.broken("k1234Rm", lenient, Context.NONE)).isEmpty();
        assertThat(PasswordRules.broken("k12345Rm", lenient, Context.NONE)).containsExactly(Rule.SEQUENCE);
        assertThat(PasswordRules.broken("k777Rm", lenient, Context.NONE)).isEmpty();
        assertThat(PasswordRules.broken("k7777Rm", lenient, Context.NONE)).containsExactly(Rule.REPEATS);
        assertThatIllegalArgumentException().isThrownBy(() -> Policy.ofKeypad(7, 6, Set.of(), 2, 2));
        assertThatIllegalArgumentException().isThrownBy(() -> Policy.ofKeypad(6, 129, Set.of(), 2, 2));
        assertThatIllegalArgumentException().isThrownBy(() -> Policy.ofKeypad(6, 12, Set.of(), 0, 2));
    }

    /// Rules that refuse too much would make people write passwords down: of random ones few may fail.
    @Test
    void randomPasswords_areRarelyRefused() {
        var random = new SplittableRandom(1);
        assertThat(refusedOf(random, "0123456789", Policy.OPERATOR_PASSWORD)).isLessThan(2500);
        assertThat(refusedOf(random, "23456789abcdefghjkmnpqrstuvwxyz", Policy.ofKeypad(6, 12, Set.of(), 2, 2))).isLessThan(400);
    }

    private static int refusedOf(SplittableRandom random, String alphabet, Policy policy) {
        int refused = 0;
        char[] candidate = new char[8];
        for (int i = 0; i < 10_000; i++) {
            for (int j = 0; j < candidate.length; j++) {
                candidate[j] = alphabet.charAt(random.nextInt(alphabet.length()));
            }
            refused += PasswordRules.broken(new String(candidate), policy, SHOP).isEmpty() ? 0 : 1;
        }
        return refused;
    }

    @Test
    void context_printed_showsNoNumber() {
        assertThat(SHOP).hasToString("Context[2 own numbers, 1 phone numbers, 0 names]");
    }

    @ParameterizedTest
    @CsvSource({"passwords-factory.txt, 40", "passwords-common.txt, 900"})
    void list_ofPasswords_isLowerCasePrintableAscii(String name, int entriesMin) {
        assertThat(PasswordRules.list(name)).hasSizeGreaterThan(entriesMin).doesNotHaveDuplicates().allMatch(entry -> entry.matches("[!-~]{1,24}") && entry.equals(entry.toLowerCase()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"password", "Password12345678", "iloveyou88888888", "qwertyuiop123456", "woaini5201314", "welcome2026", "sunshine!!"})
    void commonPassword_withItsUsualEnding_isCommonAsAWhole(String password) {
        assertThat(PasswordRules.broken(password, WHOLE, Context.NONE)).contains(Rule.COMMON);
    }

    @ParameterizedTest
    @ValueSource(strings = {"q1w2e3r4t5y6", "1q2w3e4r5t6y", "zxcasdqwe123", "1qazxsw23edc", "zaq1xsw2cde3", "123qweasdzxc", "qazwsxedcrfv", "qawsedrftgyh",
            "12qw34er56ty", "1a2s3d4f5g6h", "1qa2ws3ed4rf5tg", "qwaszxerdfcv", "Qazxswedc123", "!QAZ@WSX3edc", "1q2w3e4r!", "qwertyytrewq"})
    void runsOfKeys_asAWhole_areCommon(String password) {
        assertThat(PasswordRules.broken(password, WHOLE, Context.NONE)).containsExactly(Rule.COMMON);
    }

    @ParameterizedTest
    @ValueSource(strings = {"q1w2e3 moss", "kettle-qwe-41", "qa", "wse294", "918273", "29384756", "granite walrus 41x9"})
    void runsOfKeys_amongOthers_areNoCommonPassword(String password) {
        assertThat(PasswordRules.broken(password, WHOLE, Context.NONE)).doesNotContain(Rule.COMMON);
    }

    @Test
    void longerList_isAskedWithTheSameEndings() {
        var listed = PasswordList.of(List.of("walrus", "granite"));
        assertThat(List.of("Walrus", "granite2026", "WALRUS!!")).allMatch(password -> PasswordRules.isCommon(password, listed));
        assertThat(List.of("walrus7", "my walrus", "2026", "")).noneMatch(password -> PasswordRules.isCommon(password, listed));
    }

    @Test
    void commonWord_amongOthers_isNoCommonPasswordAsAWhole() {
        assertThat(PasswordRules.broken("my password is a kettle", WHOLE, Context.NONE)).isEmpty();
    }

    private static final Policy WHOLE = new Policy(6, 128, PasswordRules.Alphabet.UNICODE, Set.of(), 0, 128, 128, PasswordRules.Matching.WHOLE);

    @Test
    void rules_everyOne_hasBothLanguages() {
        assertThat(Rule.values()).allSatisfy(rule -> {
            assertThat(rule.zh()).matches(".*\\p{IsHan}.*");
            assertThat(rule.en()).isNotBlank();
        });
    }

    private static List<Rule> broken(CharSequence candidate) {
        return PasswordRules.broken(candidate, Policy.TRANSACTION_PASSWORD, Context.NONE);
    }
}
