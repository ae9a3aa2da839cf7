/// Payment cryptography as pure functions: bytes in, bytes out, no state, no I/O, no logging.
///
/// Each function names its standard and section and refuses wrong parameters by name
/// ([io.shouyin.paycrypto.CryptoRefusedException]). No argument is null unless its line says so: null is the caller's bug and ends in a
/// `NullPointerException`. A key that is used often is turned once into a
/// [io.shouyin.paycrypto.BlockKey], which holds the ready-made schedule and may be used by many threads.
///
/// This is software: real cardholder PINs belong into an approved device (PCI PIN requirement 1).
package io.shouyin.paycrypto;
