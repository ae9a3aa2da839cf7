package io.shouyin.host.credentials;

import io.shouyin.iso8583.terminal.FactorTlv;

/// A factor that is missing, or that a refusal is about, as the journal and terminals are told.
///
/// @param secondPerson it takes another person: the supervisor's finger, or the second half of a password of two people
public record Wanted(Factor factor, boolean secondPerson) {

    private static final String MARK = "+";

    static Wanted of(Factor factor) {
        return new Wanted(factor, false);
    }

    /// The finger of another person; whose a password is, its tag says.
    static Wanted of(Leaf leaf) {
        return new Wanted(leaf.factor(), leaf.factor() == Factor.FINGERPRINT && leaf.actor() == Leaf.Actor.SUPERVISOR);
    }

    /// As [#toString] has it.
    public static Wanted of(String text) {
        boolean marked = text.endsWith(MARK);
        return new Wanted(Factor.valueOf(marked ? text.substring(0, text.length() - MARK.length()) : text), marked);
    }

    /// One byte: `0x07` the operator's finger, `0x87` the supervisor's.
    public int code() {
        return factor.tag() & 0x7F | (secondPerson ? FactorTlv.SECOND_PERSON : 0);
    }

    /// `FINGERPRINT+`
    @Override
    public String toString() {
        return secondPerson ? factor + MARK : factor.name();
    }
}
