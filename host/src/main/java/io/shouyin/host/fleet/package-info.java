/// Terminals: register, activate, sign in and out, status.
@org.springframework.modulith.ApplicationModule(displayName = "Fleet", allowedDependencies = {"audit", "credentials", "keys", "merchants", "platform", "web", "webauthn"})
package io.shouyin.host.fleet;
