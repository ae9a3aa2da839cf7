package io.shouyin.host.policies;

import io.shouyin.kernel.PasswordPolicy.Attempts;
import io.shouyin.kernel.PasswordPolicy.Factors;
import io.shouyin.kernel.PasswordPolicy.Session;

/// What stands around a password of the console and is a setting of this installation rather than a version of a policy: second
/// factors, sessions, delays after failures. The module of the logins says it, so that a report tells what really holds.
public interface LoginLimits {

    Attempts attempts();

    Session session();

    Factors factors();
}
