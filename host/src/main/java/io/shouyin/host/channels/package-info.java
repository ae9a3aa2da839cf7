/// The way to the card network and the wallets: one class a promise, silence is not "no".
@org.springframework.modulith.ApplicationModule(displayName = "Channels", allowedDependencies = {"keys"})
package io.shouyin.host.channels;
