/// The use cases of a card transaction, and the journal that makes them durable.
@org.springframework.modulith.ApplicationModule(displayName = "Acquiring", allowedDependencies = {"audit", "channels", "credentials", "fleet", "keys", "ledger", "merchants", "platform", "pricing", "web"})
package io.shouyin.host.acquiring;
