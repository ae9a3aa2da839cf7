/// What all documents on paper share: text in the one font, and what PDF/A wants a document to say of itself. No tables, nothing of its own.
@org.springframework.modulith.ApplicationModule(displayName = "Documents", allowedDependencies = {})
package io.shouyin.host.documents;
