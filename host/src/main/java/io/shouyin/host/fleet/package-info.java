/// Terminals: register, activate, sign in and out, status, orders, parameters; devices from stock to scrap.
@org.springframework.modulith.ApplicationModule(displayName = "Fleet", allowedDependencies = {"access", "audit", "credentials", "keys", "merchants", "notify", "platform", "sheets", "web", "webauthn"})
package io.shouyin.host.fleet;
