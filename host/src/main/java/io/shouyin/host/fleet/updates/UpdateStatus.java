package io.shouyin.host.fleet.updates;

/// What was last told of an action.
enum UpdateStatus {
    SCHEDULED,
    WAIT_FOR_CONFIRMATION,
    RUNNING,
    RETRIEVED,
    DOWNLOAD,
    DOWNLOADED,
    WARNING,
    CANCELING,
    CANCEL_REJECTED,
    FINISHED,
    ERROR,
    CANCELED
}
