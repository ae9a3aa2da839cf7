/// The books: double entry for whatever moves money, see `docs/flows/ledger.md`.
@org.springframework.modulith.ApplicationModule(displayName = "Ledger", allowedDependencies = {"merchants", "platform", "pricing", "web"})
package io.shouyin.host.ledger;
