package io.shouyin.host.credentials;

/// The service desk's cases, as far as passwords need them. The module that keeps them implements it.
public interface OpenCases {

    /// Whether somebody is about to get this password anew, or another phone for it, by a case under way.
    boolean about(Subject subject);
}
