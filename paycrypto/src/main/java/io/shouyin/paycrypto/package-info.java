/// Payment cryptography as pure functions: bytes in, bytes out, no state, no I/O, no logging.
///
/// Each function names its standard and section and refuses wrong parameters by name
/// ([io.shouyin.paycrypto.CryptoRefusedException]). No argument is null unless its line says so: null is the caller's bug and ends in a
/// `NullPointerException`. A key that is used often is turned once into a
/// [io.shouyin.paycrypto.BlockKey], which holds the ready-made schedule and may be used by many threads.
///
/// DES and TDES keys: every function that takes one refuses the 16 weak and semi-weak keys in any part
/// ([io.shouyin.paycrypto.CryptoRefusal#KEY_WEAK]). Equal neighbouring parts are refused for a PVK or CVK pair, a DUKPT base or initial key, a
/// protection key of key blocks and a key that is wrapped, and for what components give; MACs, check values and the plain cipher take them,
/// since a single-length key that is written double is legal there. Parity: components of a TDES key that are put together
/// ([io.shouyin.paycrypto.KeyComponents#combineTdes]) have odd parity, and so has each TDES key that the vault takes in; everywhere else the
/// eighth bit of each byte is ignored, as the cipher ignores it. Keys that a function derives have the parity that their standard says.
///
/// This is software: real cardholder PINs belong into an approved device (PCI PIN requirement 1).
package io.shouyin.paycrypto;
