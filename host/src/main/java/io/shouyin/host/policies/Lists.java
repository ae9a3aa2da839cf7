package io.shouyin.host.policies;

import java.util.List;

/// Which lists a kind of passwords is compared with.
///
/// @param common [CommonPasswords]
/// @param leakedCount how long the operator's list of leaked passwords is, about; 0 without one
public record Lists(boolean common, int leakedCount) {

    /// @param realms whose passwords they are: those of the console alone are compared with lists, the vault judges what is typed on terminals
    /// @param leakedCount how long the operator's list is
    public static Lists of(List<Realm> realms, int leakedCount) {
        return realms.stream().anyMatch(Realm::ofConsole) ? new Lists(true, leakedCount) : new Lists(false, 0);
    }
}
