package io.shouyin.host.acquiring;

/// A batch has a new state that is committed.
record BatchChanged(BatchKey key) {}
