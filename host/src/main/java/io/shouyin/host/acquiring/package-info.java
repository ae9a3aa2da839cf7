/// The use cases of a card transaction, and the journal that makes them durable.
@org.springframework.modulith.ApplicationModule(displayName = "Acquiring", allowedDependencies = {"audit", "channels", "credentials", "fleet", "keys", "merchants", "platform", "web"})
package io.shouyin.host.acquiring;
