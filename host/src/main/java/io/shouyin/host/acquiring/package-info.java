/// The use cases of a card transaction, and the journal that makes them durable.
@org.springframework.modulith.ApplicationModule(displayName = "Acquiring")
package io.shouyin.host.acquiring;
