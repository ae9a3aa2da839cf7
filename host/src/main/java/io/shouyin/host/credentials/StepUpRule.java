package io.shouyin.host.credentials;

import io.shouyin.kernel.Check;

/// A rule: when it holds, what it asks for.
///
/// @param name lower-case words with dashes, once in its list
public record StepUpRule(String name, Conditions when, Requirement require) {

    public StepUpRule {
        Check.argument(name != null && name.matches("[a-z][a-z0-9-]{0,39}"), "a rule's name is 1 to 40 lower-case letters, digits and dashes");
        Check.argument(when != null && require != null, "a rule says when it holds and what it asks for");
    }

    /// Whether this one asks, wherever the other does, for as much or more: then the other adds nothing.
    boolean makesIdle(StepUpRule other) {
        return when.covers(other.when) && require.implies(other.require);
    }
}
