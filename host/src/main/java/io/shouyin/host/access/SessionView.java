package io.shouyin.host.access;

import io.shouyin.kernel.PasswordRules;
import java.time.Instant;
import java.util.List;

/// Who is logged in, as the console sees it.
///
/// @param next what the login lacks
/// @param factors the second factors that the account is asked for
/// @param idleMinutes after which an unattended session ends
/// @param passwordExpiresAt null unless that is within 14 days, or over
/// @param passwordRules what a new password is judged by; the host looks at more, and has the last word
/// @param csrf to be sent back as header `X-XSRF-TOKEN` with each changing request; also in the cookie `XSRF-TOKEN`
record SessionView(String username, String displayName, List<Role> roles, boolean mustChangePassword, NextStep next, List<LoginFactor> factors,
                   long idleMinutes, Instant passwordExpiresAt, PasswordRules.Policy passwordRules, String csrf) {}
