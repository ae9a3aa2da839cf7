/// Receipts and lists as slips of 32 columns.
package io.shouyin.terminal.receipt;
