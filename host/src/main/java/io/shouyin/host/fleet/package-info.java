/// Terminals: register, activate, sign in and out, status.
@org.springframework.modulith.ApplicationModule(displayName = "Fleet")
package io.shouyin.host.fleet;
