/// Passwords and factors: enrol, verify, step-up, lock and unlock.
@org.springframework.modulith.ApplicationModule(displayName = "Credentials")
package io.shouyin.host.credentials;
