/// The ways to the card networks: one class a promise, silence is not "no"; and which way a transaction goes.
@org.springframework.modulith.ApplicationModule(displayName = "Channels", allowedDependencies = {"access", "audit", "credentials", "keys", "merchants", "platform", "web"})
package io.shouyin.host.channels;
