/// Card users: cards that carry a swipe password, and what is done with them.
@org.springframework.modulith.ApplicationModule(displayName = "Cardholders", allowedDependencies = {"audit", "credentials", "keys", "merchants", "platform", "sheets", "support", "web"})
package io.shouyin.host.cardholders;
