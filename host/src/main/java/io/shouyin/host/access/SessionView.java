package io.shouyin.host.access;

import java.time.Instant;
import java.util.List;

/// Who is logged in, as the console sees it.
///
/// @param next what the login lacks
/// @param factors the second factors that the account is asked for
/// @param idleMinutes after which an unattended session ends
/// @param passwordExpiresAt null unless that is within 14 days, or over
/// @param csrf to be sent back as header `X-XSRF-TOKEN` with each changing request; also in the cookie `XSRF-TOKEN`
record SessionView(String username, String displayName, List<Role> roles, boolean mustChangePassword, NextStep next, List<LoginFactor> factors,
                   long idleMinutes, Instant passwordExpiresAt, String csrf) {}
