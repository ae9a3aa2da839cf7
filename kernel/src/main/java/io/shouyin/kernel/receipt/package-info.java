/// The receipt 签购单 of a card transaction: one model, laid out for any paper by terminal and host alike.
package io.shouyin.kernel.receipt;
