/// What a transaction costs and what its merchant pays: rates by card, class and day, and the plans that merchants have agreed to.
@org.springframework.modulith.ApplicationModule(displayName = "Pricing", allowedDependencies = {"audit", "merchants", "platform", "web"})
package io.shouyin.host.pricing;
