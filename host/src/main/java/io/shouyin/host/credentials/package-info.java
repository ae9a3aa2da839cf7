/// Passwords and factors: enrol, verify, step-up, lock and unlock.
@org.springframework.modulith.ApplicationModule(displayName = "Credentials", allowedDependencies = {"access", "audit", "keys", "merchants", "notify", "web", "policies", "platform"})
package io.shouyin.host.credentials;
