package io.shouyin.host.policies;

import io.shouyin.kernel.PasswordPolicy.Attempts;
import io.shouyin.kernel.PasswordPolicy.Factors;
import io.shouyin.kernel.PasswordPolicy.SecondFactor;
import io.shouyin.kernel.PasswordPolicy.Session;

/// What the settings of this installation say of console logins: the least of second factors, the longest session, delays after failures. A
/// version of a policy may demand more of some people, never less; delays it does not say. The module of the logins says it, so that a report
/// tells what really holds.
public interface LoginLimits {

    Attempts attempts();

    Session session();

    Factors factors();

    /// What beside the second factor comes with it.
    Factors factors(SecondFactor second);
}
