package io.shouyin.kernel;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.time.format.ResolverStyle;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// The number that a merchant is known by to the state, 18 characters with a check character: the unified social credit code 统一社会信用代码 of a
/// company (GB 32100-2015), or the resident ID 居民身份证号 of a person (GB 11643-1999). It does not print.
///
/// ```java
/// OwnerNumber.find("91350100M000100Y43").get().masked()   // 9135**********0Y43
/// ```
public final class OwnerNumber {

    public enum Kind {
        CREDIT_CODE,
        RESIDENT_ID
    }

    private static final int LENGTH = 18;
    private static final int SHOWN = 4;

    /// Without I, O, S, V and Z, which look like others.
    private static final String CREDIT_CODE_CHARACTERS = "0123456789ABCDEFGHJKLMNPQRTUWXY";
    private static final int CREDIT_CODE_BASE = 31;
    private static final int CREDIT_CODE_RATIO = 3;
    /// Registrar and kind, six digits of the place, and the organization code with a check character of its own.
    private static final Pattern CREDIT_CODE = Pattern.compile("[1-9A-Y][1-9][0-9]{6}[0-9A-Z]{8}[0-9X][0-9A-Z]");
    private static final int[] ORGANIZATION_WEIGHTS = {3, 7, 9, 10, 5, 8, 4, 2};
    private static final int ORGANIZATION_FROM = 8;

    private static final Pattern RESIDENT_ID = Pattern.compile("[0-9]{17}[0-9X]");
    private static final String RESIDENT_ID_CHECKS = "10X98765432";
    /// GB/T 2260: the provinces, and 81 to 83 of those who hold a residence permit.
    private static final Set<String> PROVINCES = Set.of("11", "12", "13", "14", "15", "21", "22", "23", "31", "32", "33", "34", "35", "36", "37", "41", "42", "43", "44", "45",
            "46", "50", "51", "52", "53", "54", "61", "62", "63", "64", "65", "71", "81", "82", "83");
    private static final DateTimeFormatter BIRTH = DateTimeFormatter.ofPattern("uuuuMMdd").withResolverStyle(ResolverStyle.STRICT);
    private static final int BIRTH_YEAR_MIN = 1900;

    private final Kind kind;
    private final String characters;

    private OwnerNumber(Kind kind, String characters) {
        this.kind = kind;
        this.characters = characters;
    }

    /// Reads what people write: blanks and hyphens between the characters, small letters.
    ///
    /// @return nothing unless it is one of the two and its check character is right
    public static Optional<OwnerNumber> find(String typed) {
        String characters = typed.replaceAll("[ -]", "").toUpperCase(Locale.ROOT);
        if (isResidentId(characters)) {
            return Optional.of(new OwnerNumber(Kind.RESIDENT_ID, characters));
        }
        return isCreditCode(characters) ? Optional.of(new OwnerNumber(Kind.CREDIT_CODE, characters)) : Optional.empty();
    }

    private static boolean isCreditCode(String characters) {
        if (!CREDIT_CODE.matcher(characters).matches() || !characters.chars().allMatch(c -> CREDIT_CODE_CHARACTERS.indexOf(c) >= 0) || !isOrganization(characters)) {
            return false;
        }
        int sum = 0;
        int weight = 1;
        for (int i = 0; i < LENGTH - 1; i++) {
            sum += CREDIT_CODE_CHARACTERS.indexOf(characters.charAt(i)) * weight;
            weight = weight * CREDIT_CODE_RATIO % CREDIT_CODE_BASE;
        }
        int check = (CREDIT_CODE_BASE - sum % CREDIT_CODE_BASE) % CREDIT_CODE_BASE;
        return characters.charAt(LENGTH - 1) == CREDIT_CODE_CHARACTERS.charAt(check);
    }

    /// GB 11714: nine characters, the last of which checks the others.
    private static boolean isOrganization(String characters) {
        int sum = 0;
        for (int i = 0; i < ORGANIZATION_WEIGHTS.length; i++) {
            sum += Character.digit(characters.charAt(ORGANIZATION_FROM + i), Character.MAX_RADIX) * ORGANIZATION_WEIGHTS[i];
        }
        return characters.charAt(ORGANIZATION_FROM + ORGANIZATION_WEIGHTS.length) == "0X987654321".charAt(sum % 11);
    }

    private static boolean isResidentId(String characters) {
        if (!RESIDENT_ID.matcher(characters).matches() || !PROVINCES.contains(characters.substring(0, 2)) || !isBirth(characters.substring(6, 14))) {
            return false;
        }
        int sum = 0;
        for (int i = 0; i < LENGTH - 1; i++) {
            sum += (characters.charAt(i) - '0') * ((1 << LENGTH - 1 - i) % RESIDENT_ID_CHECKS.length());
        }
        return characters.charAt(LENGTH - 1) == RESIDENT_ID_CHECKS.charAt(sum % RESIDENT_ID_CHECKS.length());
    }

    private static boolean isBirth(String digits) {
        try {
            return LocalDate.parse(digits, BIRTH).getYear() >= BIRTH_YEAR_MIN;
        } catch (DateTimeException none) {
            return false;
        }
    }

    public Kind kind() {
        return kind;
    }

    /// The first and the last four characters, ten stars between them.
    public String masked() {
        return characters.substring(0, SHOWN) + "*".repeat(LENGTH - 2 * SHOWN) + characters.substring(LENGTH - SHOWN);
    }

    /// All 18 characters.
    public String reveal(PersonalDataAccess access) {
        Check.argument(access != null, "reading it needs PersonalDataAccess");
        return characters;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof OwnerNumber that && characters.equals(that.characters);
    }

    @Override
    public int hashCode() {
        return characters.hashCode();
    }

    @Override
    public String toString() {
        return "OwnerNumber[" + kind + "]";
    }
}
