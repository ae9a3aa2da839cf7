package io.shouyin.host.policies;

import java.util.List;

/// Which lists a kind of passwords is compared with, besides the most common ones, with which all of them are.
///
/// @param leakedCount how long the operator's list of leaked passwords is, about; 0 where they are not compared with it
public record Lists(int leakedCount) {

    /// @param realms whose passwords they are: what is typed on terminals the vault judges, which has no list of leaked ones
    /// @param leakedCount how long the operator's list is; 0 without one
    public static Lists of(List<Realm> realms, int leakedCount) {
        return new Lists(realms.stream().anyMatch(Realm::ofConsole) ? leakedCount : 0);
    }
}
