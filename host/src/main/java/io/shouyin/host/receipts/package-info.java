/// Receipts of approved transactions at the host: the signatures of cardholders, links for customers, and the same on paper as PDF.
@org.springframework.modulith.ApplicationModule(displayName = "Receipts",
        allowedDependencies = {"acquiring", "audit", "documents", "fleet", "keys", "merchants", "notify", "support", "web"})
package io.shouyin.host.receipts;
