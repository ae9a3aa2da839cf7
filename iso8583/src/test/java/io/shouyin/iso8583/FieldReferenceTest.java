package io.shouyin.iso8583;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FieldReferenceTest {

    @Test
    void fieldsPage_generatedFromTheTables_isTheOneInDocs() throws Exception {
        var page = new StringBuilder("""
                # 域表 Fields

                Generated from `io.shouyin.iso8583.Dialects`; a test compares this page with the tables.

                Notation: `n` digits, `z` track data, `an` letters, digits and spaces, `ans` printable ASCII, `ansc` the same and
                Chinese in GBK, `b` bytes. `n6` has exactly 6, `n..19` at most 19 after a count of two digits, `n...322` at most 322
                after a count of three. "Shown" says what a masked dump shows: the value, the first six and last four digits, the
                sub-fields each by its own rule, or only the length.

                """);
        for (Dialect dialect : new Dialect[] {Dialects.TERMINAL, Dialects.NETWORK}) {
            page.append("## `").append(dialect.name()).append("`\n\n");
            page.append(switch (dialect.packing()) {
                case PACKED -> """
                        终端报文,银联风格。Digits packed two to a byte, one bitmap of 8 bytes. A count of n and z fields counts digits, of
                        the others bytes; digits of fields with a count, and of `left` ones, are aligned left, those of other numeric fields
                        right. Pad nibbles are written 0 and read as 0 or F. Text of fixed length is filled with spaces.

                        """;
                case ASCII -> """
                        机构报文。Everything in ASCII: digits and text as they are, bytes as upper-case hexadecimal, a bitmap of 16
                        characters and 16 more if bit 1 is set. A count counts characters, of a binary field its bytes. The separator of a
                        track is `=`.

                        """;
            });
            page.append("报文类型 Message types: ").append(String.join(", ", dialect.types())).append("\n\n");
            page.append("| 域 | format | 名称 | name | shown |\n|---|---|---|---|---|\n");
            for (FieldSpec spec : dialect.fields()) {
                page.append("| ").append(spec.number()).append(" | `").append(spec.format()).append("` | ")
                        .append(spec.zh()).append(" | ").append(spec.en()).append(" | ")
                        .append(switch (spec.disclosure()) {
                            case SHOWN -> "value";
                            case CARD_NUMBER -> "first six, last four";
                            case HIDDEN -> "length";
                            case PARTS -> "sub-fields";
                        }).append(" |\n");
            }
            page.append('\n');
        }
        Golden.matches("../docs/reference/fields.md", page.toString().stripTrailing() + "\n");
    }

    @Test
    void tables_everyRow_hasNamesInBothLanguages() {
        for (Dialect dialect : new Dialect[] {Dialects.TERMINAL, Dialects.NETWORK}) {
            assertThat(dialect.fields()).allSatisfy(spec -> {
                assertThat(spec.zh()).matches(".*\\p{IsHan}.*");
                assertThat(spec.en()).matches("[ -~]+");
            });
        }
        assertThat(Dialects.TERMINAL.fields()).hasSize(34);
        assertThat(Dialects.NETWORK.fields()).hasSize(126);
    }

    /// Whatever may hold card data or a secret is never shown whole.
    @Test
    void tables_secretFields_areNotShown() {
        for (int field : new int[] {2, 14, 34, 35, 36, 45, 48, 52, 54, 55, 57, 62, 102, 103}) {
            for (Dialect dialect : new Dialect[] {Dialects.TERMINAL, Dialects.NETWORK}) {
                dialect.field(field).ifPresent(spec ->
                        assertThat(spec.sensitive()).as("%s field %d", dialect, field).isTrue());
            }
        }
    }

    @Test
    void dialects_byName_areFound() {
        assertThat(Dialects.named("terminal")).contains(Dialects.TERMINAL);
        assertThat(Dialects.named("network")).contains(Dialects.NETWORK);
        assertThat(Dialects.named("other")).isEmpty();
    }
}
